import { diagnose } from './bpftrace/diagnose.js';
import { SignalsTraceError } from './errors.js';
import {
  endRecord,
  gapRecord,
  lostRecord,
  readyRecord,
  warningRecord,
} from './explain/honest-records.js';
import { signalRecord } from './explain/signal-record.js';
import { LiveProc } from './identity/proc.js';
import { selection } from './identity/select.js';
import { Incarnation } from './incarnation.js';
import { Mailbox } from './mailbox.js';
import { describePlan, type Plan, plan, type PlanOptions, requireTraceable } from './plan.js';
import { type Filter, TRACE_ALL } from './program/filter.js';
import type { TraceRecord } from './schema/records.js';
import { type Balance, Ledger } from './stream/ledger.js';
import type { Ordered } from './stream/order.js';
import type { Complaint, Invalid, KernelSignal } from './stream/source-record.js';
import { readClocks, WallClock } from './stream/wall-clock.js';
import { Supervisor } from './supervise/supervisor.js';

export interface TraceOptions extends PlanOptions {
  /** End after so many signals. */
  readonly count?: number;
  /** End so long after tracing has begun, ms. */
  readonly durationMs?: number;
  /** Told what a maintainer asks for, a line at a time. */
  readonly log?: (line: string) => void;
}

/** Records that may wait for a slow reader before bpftrace's output is left unread. */
const WAITING = 20_000;
const SKIPS_EVERY_MS = 10_000;

/** A trace of this host. Read it to its end, or until enough is known; then it is gone. */
export class Trace implements AsyncIterable<readonly TraceRecord[]> {
  readonly #plan: Plan;
  readonly #options: TraceOptions;
  readonly #filter: Filter;
  readonly #clock = new WallClock(readClocks);
  readonly #proc = new LiveProc();
  readonly #ledger = new Ledger();
  readonly #mailbox: Mailbox<TraceRecord>;
  readonly #supervisor: Supervisor<Incarnation>;
  readonly #skipsTimer: NodeJS.Timeout;
  #durationTimer: NodeJS.Timeout | undefined;
  #incarnation: Incarnation | undefined;
  #wanted: (signal: KernelSignal) => boolean = () => true;
  #absent: readonly string[] = [];
  /** Set where tracing has ended, unasked, and not begun again: the gap to be told of. */
  #gap:
    { readonly from: bigint; readonly reason: string; readonly incarnation: number } | undefined;
  readonly #ended: Promise<void>;
  #began = false;
  /** All that was traced until the halt has come. */
  #drained = false;
  #reason = 'stopped';
  #lastFailure: string | undefined;
  #unfit: SignalsTraceError | undefined;

  private constructor(plan: Plan, options: TraceOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#filter = { ...TRACE_ALL, ...options.filter };
    this.#mailbox = new Mailbox<TraceRecord>(WAITING, (high) => {
      this.#supervisor.paused = high;
      // At the end all that its buffer still holds is taken, and that is the bound.
      if (high && !this.#ending) this.#incarnation?.pause();
      else this.#incarnation?.resume();
    });
    let onEnded: () => void;
    this.#ended = new Promise((resolve) => (onEnded = resolve));
    this.#supervisor = new Supervisor<Incarnation>({
      spawn: (attempt) => this.#spawn(attempt),
      onEnd: (why) => {
        this.#end(why);
        onEnded();
      },
      onState: (state) => {
        this.#log(`state ${state.name}`);
        if (this.#ending) this.#incarnation?.resume();
      },
      now: () => performance.now(),
      random: Math.random,
    });
    for (const line of describePlan(plan)) this.#log(line);
    this.#skipsTimer = setInterval(() => this.#incarnation?.say('skips'), SKIPS_EVERY_MS);
    this.#supervisor.start();
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
    return this.#ledger.balance;
  }

  /** Whether bpftrace is run by sudo. */
  get usesSudo(): boolean {
    return this.#plan.sudo;
  }

  get state(): string {
    return this.#supervisor.state?.name ?? 'starting';
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly TraceRecord[], void> {
    try {
      yield* this.#mailbox;
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

  #spawn(attempt: number): Incarnation {
    const { bpftrace, sudo, bufferPages: pages, programs } = this.#plan;
    const { variant, text } = programs[Math.min(attempt, programs.length - 1)] ?? programs[0];
    this.#absent = variant === 'full' ? [] : ['target.pid', 'target.uid'];
    this.#wanted = selection(this.#filter, variant, this.#proc);
    const number = ++this.#ledger.incarnations;
    this.#log(`incarnation ${number}: program ${variant}`);
    for (const line of text.trimEnd().split('\n')) this.#log(`  ${line}`);
    const incarnation = new Incarnation(
      number,
      { bpftrace, program: text, bufferPages: pages, sudo },
      this.#clock,
      {
        onTick: (halted) => {
          this.#supervisor.tick(halted);
        },
        onProven: () => {
          this.#proven();
        },
        onDrained: () => {
          this.#drained = true;
          this.#supervisor.drained();
        },
        onReceived: (count, amiss) => {
          this.#received(count, amiss);
        },
        onOrdered: (ordered) => {
          this.#emit(ordered, number);
        },
      },
    );
    this.#incarnation = incarnation;
    void this.#watch(incarnation, attempt);
    return incarnation;
  }

  async #watch(incarnation: Incarnation, attempt: number): Promise<void> {
    const ending = await incarnation.ended();
    this.#ledger.kernelSays(incarnation.counts);
    this.#ledger.close();
    const traced = incarnation.lastTick !== undefined;
    const { reason, rejected, fatal } = diagnose(ending, traced);
    const { generated, hidden, skipped } = incarnation.counts;
    const noise = [...hidden.values()].reduce((sum, count) => sum + count, 0);
    this.#log(
      `incarnation ${incarnation.number}: generated ${generated}, hidden ${noise}, skipped ${skipped ?? '?'}`,
    );
    this.#log(`incarnation ${incarnation.number}: ${reason}`);
    this.#log(`ledger ${JSON.stringify(this.balance)}`);
    this.#lastFailure = reason;
    this.#unfit = fatal;
    // Else what came after its last tick is unknown: interrupted while it writes, it may say no more.
    const complete = this.#ending && this.#drained;
    if (incarnation.lastTick !== undefined && this.#began && !complete) {
      const from = this.#clock.wall(incarnation.lastTick);
      this.#gap ??= { from, reason, incarnation: incarnation.number };
    }
    this.#supervisor.exited(
      fatal !== undefined,
      rejected && attempt + 1 < this.#plan.programs.length,
    );
  }

  #proven(): void {
    if (this.#supervisor.state?.name !== 'starting' || this.#incarnation === undefined) return;
    const now = this.#now();
    if (this.#gap !== undefined) this.#put([gapRecord(this.#gap, now)]);
    this.#gap = undefined;
    const error = this.#clock.errorNs;
    this.#put([readyRecord(this.#plan, this.#absent, error, this.#incarnation.number, now)]);
    if (!this.#began && this.#options.durationMs !== undefined) {
      this.#durationTimer = setTimeout(() => {
        this.stop('duration');
      }, this.#options.durationMs);
    }
    this.#began = true;
    this.#supervisor.proven();
  }

  #received(count: number, amiss: readonly (Invalid | Complaint)[]): void {
    this.#ledger.received += count;
    for (const wrong of amiss) {
      if (wrong.kind === 'invalid') this.#ledger.invalid++;
      this.#put([warningRecord(wrong, this.#now())]);
    }
  }

  #emit(ordered: readonly Ordered[], incarnation: number): void {
    const records: TraceRecord[] = [];
    const ledger = this.#ledger;
    for (const entry of ordered) {
      if (entry.kind === 'hole') {
        ledger.lost += entry.count;
        records.push(lostRecord(entry, (ktime) => this.#clock.wall(ktime), this.#now()));
      } else if (entry.kind === 'found') {
        ledger.lost--;
      } else if (ledger.emitted === this.#options.count || !this.#wanted(entry.signal)) {
        ledger.filtered++;
      } else {
        ledger.emitted++;
        if (entry.late) ledger.late++;
        const wall = this.#clock.wall(entry.signal.ktime);
        records.push(signalRecord(entry.signal, wall, incarnation, entry.late));
      }
    }
    const counts = this.#incarnation?.counts;
    if (counts !== undefined) ledger.kernelSays(counts);
    this.#put(records);
    if (ledger.emitted === this.#options.count && this.#reason !== 'count') this.stop('count');
  }

  #end(why: 'stopped' | 'unfit' | 'gave-up'): void {
    clearInterval(this.#skipsTimer);
    clearTimeout(this.#durationTimer);
    const error =
      why === 'stopped'
        ? undefined
        : why === 'unfit'
          ? this.#unfit
          : new SignalsTraceError(
              'gave_up',
              `bpftrace failed too often in a row; at last: ${this.#lastFailure ?? 'unknown'}`,
              'run signals-trace doctor, and with --log-level debug',
            );
    if (this.#gap !== undefined) this.#put([gapRecord(this.#gap, this.#now())]);
    if (this.#began) {
      const reason = why === 'stopped' ? this.#reason : `failed: ${error?.message ?? why}`;
      this.#put([endRecord(reason, this.balance, this.#now())]);
    }
    this.#mailbox.close(error);
  }

  #put(records: readonly TraceRecord[]): void {
    this.#mailbox.put(records);
  }

  #now(): bigint {
    return BigInt(Date.now()) * 1_000_000n;
  }

  #log(line: string): void {
    this.#options.log?.(line);
  }
}
