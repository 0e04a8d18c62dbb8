import { diagnose } from './bpftrace/diagnose.js';
import { gaveUp, type SignalsTraceError } from './errors.js';
import { predicatesFor } from './filter/attempt-filter.js';
import { UserSpaceFilter } from './filter/user-space-filter.js';
import { LiveProc, NO_PROC } from './host/live-proc.js';
import { OomLog } from './host/oom-log.js';
import { procStatus } from './host/proc-status.js';
import { Identities } from './identity/identities.js';
import { EnrichmentGate } from './pipeline/enrichment-gate.js';
import type { Balance } from './pipeline/ledger.js';
import type { Batch } from './pipeline/order.js';
import { Pipeline, type Wanted } from './pipeline/pipeline.js';
import { attemptView, signalView } from './pipeline/signal-view.js';
import { degradedWarning } from './plan/degraded-warning.js';
import { nextProgram } from './plan/fallback.js';
import { absentFields, describePlan, type Plan, plan, requireTraceable } from './plan/plan.js';
import { startupWarnings } from './plan/startup-warnings.js';
import { kindOf, type ProbeKind } from './program/variants.js';
import type { OpenGap } from './records/control-records.js';
import type { TraceRecord } from './records/records.js';
import { BpftraceRun } from './source/bpftrace-run.js';
import { Supervisor } from './supervise/supervisor.js';
import type { TraceOptions } from './trace-options.js';

const SKIPS_EVERY_MS = 10_000;
/** How often it is looked whether processes have stopped and signals still wait. */
const DUE_EVERY_MS = 100;

/** A trace of this host. Read it to its end, or until enough is known; then it is gone. */
export class Trace implements AsyncIterable<readonly TraceRecord[]> {
  readonly #plan: Plan;
  readonly #options: TraceOptions;
  readonly #proc = new LiveProc();
  readonly #identities: Identities;
  readonly #selection: UserSpaceFilter;
  readonly #turns = new EnrichmentGate(() => this.#identities.settled());
  readonly #oom = new OomLog();
  readonly #telling: Pipeline;
  readonly #supervisor: Supervisor<BpftraceRun>;
  readonly #timers: NodeJS.Timeout[];
  readonly #ended: Promise<void>;
  #incarnation: BpftraceRun | undefined;
  /** The last that was seen to trace. */
  #proven: BpftraceRun | undefined;
  /** The reader is behind. */
  #pressed = false;
  /** Set where tracing has ended, unasked, and not begun again: the gap to be told of. */
  #gap: OpenGap | undefined;
  #reason = 'stopped';
  #lastFailure: string | undefined;
  #unfit: SignalsTraceError | undefined;

  private constructor(plan: Plan, options: TraceOptions) {
    this.#plan = plan;
    this.#options = options;
    const now = () => performance.now();
    this.#identities = new Identities(
      {
        commandLines: plan.details.arguments,
        ancestors: options.ancestors ?? false,
        proc: plan.host.pidNamespace === undefined,
        cgroups: plan.host.cgroups,
      },
      now,
    );
    const proc = plan.host.pidNamespace === undefined ? this.#proc : NO_PROC;
    this.#selection = new UserSpaceFilter(plan.filter, proc);
    this.#telling = new Pipeline(
      {
        identities: this.#identities,
        oom: this.#oom,
        look: plan.host.pidNamespace === undefined ? procStatus : undefined,
        seesContinue: plan.seesContinue,
        now,
      },
      (high) => {
        this.#press(high);
      },
    );
    let onEnded: () => void;
    this.#ended = new Promise((resolve) => (onEnded = resolve));
    this.#supervisor = new Supervisor<BpftraceRun>({
      spawn: (attempt) => this.#spawn(attempt),
      onEnd: (why) => {
        this.#end(why);
        onEnded();
      },
      onState: (state) => {
        this.#log(`state ${state.name}`);
        if (this.#ending) this.#incarnation?.resume();
      },
      now,
      random: Math.random,
    });
    for (const line of describePlan(plan)) this.#log(line);
    this.#timers = [
      setInterval(() => this.#incarnation?.send('skips'), SKIPS_EVERY_MS),
      setInterval(() => {
        this.#telling.due();
      }, DUE_EVERY_MS),
    ];
  }

  /** @throws SignalsTraceError where this host can't be traced, as far as it shows before a start */
  static async open(options: TraceOptions = {}): Promise<Trace> {
    const made = await plan(options);
    requireTraceable(made);
    return new Trace(made, options);
  }

  /** Ends the trace in good order; called twice, at once. */
  stop(reason: string): void {
    if (this.#reason === 'stopped') this.#reason = reason;
    this.#supervisor.stop();
  }

  /** The ledger as it stands. */
  get balance(): Balance {
    return this.#telling.ledger.balance;
  }

  /** Whether bpftrace is run by sudo. */
  get usesSudo(): boolean {
    return this.#plan.sudo;
  }

  get state(): string {
    return this.#supervisor.state?.name ?? 'starting';
  }

  /** It begins when it is read: whoever is to stop it has had time to say so. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly TraceRecord[], void> {
    this.#supervisor.start();
    if (this.#reason !== 'stopped') this.#supervisor.stop();
    try {
      yield* this.#telling.read();
    } finally {
      // Whoever stops reading early wants no more of it, and has it end before going on.
      this.#supervisor.stop();
      this.#supervisor.stop();
      this.#incarnation?.resume();
      await this.#ended;
    }
  }

  get #ending(): boolean {
    return this.state === 'halting' || this.state === 'stopping';
  }

  #press(high: boolean): void {
    this.#pressed = high;
    this.#supervisor.paused = high;
    // At the end all that its buffer still holds is taken, and that is the bound.
    if (high && !this.#ending) this.#incarnation?.pause();
    else this.#incarnation?.resume();
  }

  #spawn(attempt: number): BpftraceRun {
    const { bpftrace, sudo, bufferPages, details, programs } = this.#plan;
    const program = programs[Math.min(attempt, programs.length - 1)] ?? programs[0];
    const { variant, tracksOutcomes, text, skips } = program;
    const number = ++this.#telling.ledger.incarnations;
    this.#log(`incarnation ${number}: program ${variant}`);
    for (const line of text.trimEnd().split('\n')) this.#log(`  ${line}`);
    // Of command lines no probe tells then.
    if (variant === 'core' || !details.arguments) this.#selection.learn(this.#proc);
    const asks = predicatesFor(this.#selection, variant);
    const asked: Wanted = {
      signal: (facts) => asks.signal(signalView(facts, this.#identities)),
      attempt: (attempt) => asks.attempt(attemptView(attempt, this.#identities)),
      tracksOutcomes,
    };
    const incarnation = new BpftraceRun(
      number,
      { bpftrace, program: text, functions: kindOf(variant) !== 'tracepoint', bufferPages, sudo },
      skips,
      this.#telling.clock,
      {
        onTick: (halted) => {
          this.#supervisor.tick(halted);
        },
        onProven: () => {
          if (this.state === 'starting') {
            this.#begin(incarnation, kindOf(variant), absentFields(this.#plan, program));
          }
        },
        onDrained: () => {
          this.#supervisor.drained();
        },
        onDecoded: (records) => {
          this.#identities.prefetch(records);
        },
        onReceived: (count, amiss) => {
          this.#telling.received(count, amiss);
        },
        onOrdered: (batch) => {
          // What comes before the proof is before the beginning, or in the gap.
          const proven = this.#proven === incarnation;
          const waits = this.#selection.looksUp || this.#identities.expects;
          this.#turns.add(waits, () => {
            this.#tell(batch, incarnation, proven, asked);
          });
        },
      },
    );
    this.#incarnation = incarnation;
    void this.#watch(incarnation, attempt);
    return incarnation;
  }

  #tell(batch: Batch, of: BpftraceRun, proven: boolean, asked: Wanted): void {
    const tells = () => proven && !this.#enough;
    this.#telling.ordered(batch, of.number, {
      tracksOutcomes: asked.tracksOutcomes,
      signal: (signal) => tells() && asked.signal(signal),
      attempt: (attempt) => tells() && asked.attempt(attempt),
    });
    this.#telling.ledger.kernelSays(of.counts);
    if (this.#enough && this.#reason !== 'count') this.stop('count');
  }

  get #enough(): boolean {
    return this.#telling.ledger.emitted === this.#options.count;
  }

  #begin(incarnation: BpftraceRun, probe: ProbeKind, absent: readonly string[]): void {
    if (this.#gap !== undefined) this.#telling.gap(this.#gap);
    this.#gap = undefined;
    this.#telling.ready({ ...this.#plan, probe }, absent, incarnation.number);
    if (this.#proven === undefined) {
      this.#telling.received(0, [
        ...startupWarnings(this.#plan, absent),
        ...(this.#unfit === undefined ? [] : [degradedWarning(probe, this.#unfit)]),
      ]);
      const end = () => {
        this.stop('duration');
      };
      const { durationMs } = this.#options;
      if (durationMs !== undefined) this.#timers.push(setTimeout(end, durationMs));
    }
    this.#proven = incarnation;
    this.#supervisor.proven();
    if (this.#pressed) this.#press(true);
  }

  async #watch(incarnation: BpftraceRun, attempt: number): Promise<void> {
    const ending = await incarnation.ended();
    await this.#turns.done;
    const { number, counts, lastTick } = incarnation;
    this.#telling.ledger.kernelSays(counts);
    this.#telling.ledger.close();
    const why = diagnose(ending, lastTick !== undefined, this.#plan.host);
    const { reason } = why;
    const hidden = [...counts.hidden.values()].reduce((sum, count) => sum + count, 0);
    this.#log(
      `incarnation ${number}: generated ${counts.generated}, hidden ${hidden}, skipped ${counts.skipped ?? '?'}`,
    );
    this.#log(`incarnation ${number}: ${reason}`);
    this.#log(`ledger ${JSON.stringify(this.balance)}`);
    this.#lastFailure = reason;
    // Where it has begun before, it may again.
    const never = ending.hung && !why.fatal && !this.#proven && { fatal: gaveUp(reason, false) };
    const { tryNext, standIn, unfit } = nextProgram(this.#plan, attempt, { ...why, ...never });
    if (!standIn) this.#unfit = unfit;
    // Unless all has come, or bpftrace said how much there was, what its last tick left out is unknown.
    const complete = this.#ending && incarnation.complete;
    if (lastTick !== undefined && this.#proven !== undefined && !complete) {
      this.#gap ??= { from: this.#telling.clock.wall(lastTick), reason, incarnation: number };
    }
    this.#supervisor.exited(unfit !== undefined, tryNext);
  }

  #end(why: 'stopped' | 'unfit' | 'gave-up'): void {
    this.#timers.forEach(clearTimeout);
    let error = why === 'unfit' ? this.#unfit : undefined;
    if (why === 'gave-up') error = gaveUp(this.#lastFailure, this.#proven !== undefined);
    if (this.#gap !== undefined) this.#telling.gap(this.#gap);
    this.#telling.received(0, this.#selection.warnings());
    if (this.#proven !== undefined) {
      this.#telling.end(why === 'stopped' ? this.#reason : `failed: ${error?.message ?? why}`);
    }
    this.#telling.close(error);
    this.#oom.close();
    this.#proc.close();
  }

  #log(line: string): void {
    this.#options.log?.(line);
  }
}
