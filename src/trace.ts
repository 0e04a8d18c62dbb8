import { assemble, type Assembly } from './assembly/assemble.js';
import { type LiveRun, startRun } from './assembly/live-run.js';
import { type Plan, plan, requireTraceable } from './plan/plan.js';
import type { Balance } from './records/control-records.js';
import type { StreamRecord } from './records/stream-record.js';
import type { BpftraceRun } from './source/bpftrace-run.js';
import { Supervisor } from './supervise/supervisor.js';
import type { TraceOptions } from './trace-options.js';

/** A trace of this host: connects source, supervisor and pipeline. Read it to its end, or leave. */
export class Trace implements AsyncIterable<readonly StreamRecord[]> {
  readonly #plan: Plan;
  readonly #parts: Assembly;
  readonly #supervisor: Supervisor<BpftraceRun>;
  readonly #ended: Promise<void>;
  #source: BpftraceRun | undefined;
  #stopReason: string | undefined;

  private constructor(plan: Plan, options: TraceOptions) {
    this.#plan = plan;
    this.#parts = assemble(plan, options, {
      onFull: () => {
        this.#regulate();
      },
      onLimit: (reason) => {
        this.stop(reason);
      },
    });
    let onEnded: () => void;
    this.#ended = new Promise((resolve) => (onEnded = resolve));
    this.#supervisor = new Supervisor<BpftraceRun>({
      spawn: (attempt) => this.#spawn(attempt),
      onState: ({ name }) => {
        options.log?.(`state ${name}`);
        this.#regulate();
      },
      onEnd: (why) => {
        this.#parts.lifecycle.finish(why, this.#stopReason ?? 'stopped');
        this.#parts.close();
        onEnded();
      },
      now: this.#parts.clocks.now,
      random: Math.random,
    });
  }

  /** @throws SignalsTraceError where this host cannot be traced, as far as it shows before a start */
  static async open(options: TraceOptions = {}): Promise<Trace> {
    const made = await plan(options);
    requireTraceable(made);
    return new Trace(made, options);
  }

  /** Ends the trace in good order: what was traced still comes. The first reason stands. */
  stop(reason: string): void {
    this.#stopReason ??= reason;
    this.#supervisor.stop();
  }

  /** Ends the trace at once: what has not come by then is counted as lost. */
  hurry(): void {
    this.#supervisor.hurry();
  }

  /** The ledger as it stands. */
  get balance(): Balance {
    return this.#parts.pipeline.balance;
  }

  /** Whether bpftrace is run by sudo. */
  get usesSudo(): boolean {
    return this.#plan.sudo;
  }

  get state(): string {
    return this.#supervisor.state?.name ?? 'starting';
  }

  /** The trace begins when it is read: whoever is to stop it can be ready before. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly StreamRecord[], void> {
    this.#supervisor.start();
    if (this.#stopReason !== undefined) this.#supervisor.stop();
    try {
      yield* this.#parts.pipeline.read();
    } finally {
      // A reader that leaves early wants no more: the trace ends at once, before the reader goes on.
      this.#supervisor.stop();
      this.#supervisor.hurry();
      await this.#ended;
    }
  }

  /** Pauses the source while the queue is full. At the end it takes all that bpftrace still holds. */
  #regulate(): void {
    const { full } = this.#parts.pipeline;
    this.#supervisor.paused = full;
    if (full && !this.#supervisor.ending) this.#source?.pause();
    else this.#source?.resume();
  }

  #spawn(attempt: number): BpftraceRun {
    const program = this.#plan.programs[attempt] ?? this.#plan.programs[0];
    const run = startRun(this.#plan, program, this.#parts, this.#supervisor);
    this.#source = run.source;
    void this.#watch(run, attempt);
    return run.source;
  }

  async #watch({ source, incarnation }: LiveRun, attempt: number): Promise<void> {
    const ending = await source.ended;
    await this.#parts.pipeline.finish(incarnation);
    const asked = this.#supervisor.ending;
    const { fatal, simpler } = this.#parts.lifecycle.ended(incarnation, ending, attempt, asked);
    this.#supervisor.exited(fatal, simpler);
  }
}
