import type { Ending } from '../bpftrace/launch.js';
import type { Incarnation } from '../pipeline/incarnation.js';
import type { Clocks, Pipeline } from '../pipeline/pipeline.js';
import { absentFields } from '../plan/absent-fields.js';
import { degradedWarning } from '../plan/degraded-warning.js';
import { describePlan, type Plan } from '../plan/plan.js';
import { ProgramFailures, type RunFailure } from '../plan/program-failures.js';
import type { Program } from '../plan/programs.js';
import { startupWarnings } from '../plan/startup-warnings.js';
import { kindOf } from '../program/variants.js';
import { endRecord, gapRecord, type OpenGap, readyRecord } from '../records/control-records.js';
import type { Warning } from '../wire/events.js';

export interface LifecycleOptions {
  readonly plan: Plan;
  readonly pipeline: Pipeline;
  readonly clocks: Clocks;
  /** Returns, at the end, what the filter could not decide. */
  readonly filterWarnings: () => readonly Warning[];
  /** Called once, when tracing begins. */
  readonly onBegun: () => void;
  /** Takes lines for a maintainer. */
  readonly log: (line: string) => void;
}

/** Tells in the stream how the trace itself fares: ready, gap, end, and what it cannot give. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #failures: ProgramFailures;
  #begun = false;
  #gap: OpenGap | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#failures = new ProgramFailures(options.plan);
    for (const line of describePlan(options.plan)) options.log(line);
  }

  /** Whether tracing has ever begun. */
  get begun(): boolean {
    return this.#begun;
  }

  /** A run starts. */
  started({ number }: Incarnation, { variant, text }: Program): void {
    const { log } = this.#options;
    log(`incarnation ${number}: program ${variant}`);
    for (const line of text.trimEnd().split('\n')) log(`  ${line}`);
  }

  /** A run has been seen to trace. */
  proven({ number }: Incarnation, program: Program): void {
    const { plan, pipeline, clocks, onBegun } = this.#options;
    this.#endGap();
    const probe = kindOf(program.variant);
    const absent = absentFields(plan, program);
    const context = { host: plan.host, bpftrace: plan.bpftrace, probe };
    pipeline.tell(readyRecord(context, absent, clocks.wall.errorNs, number, clocks.wallNow()));
    if (this.#begun) return;
    this.#begun = true;
    onBegun();
    const { refused } = this.#failures;
    const degraded = refused === undefined ? [] : [degradedWarning(probe, refused)];
    pipeline.warn([...startupWarnings(plan, absent), ...degraded]);
  }

  /**
   * A run has ended and everything it brought went through.
   *
   * @param asked whether it was told to end
   */
  ended(run: Incarnation, ending: Ending, attempt: number, asked: boolean): RunFailure {
    const { number, counts, lastTick, complete } = run;
    const ticked = lastTick !== undefined;
    const failure = this.#failures.add(ending, attempt, ticked, this.#begun);
    this.#logEnd(number, counts, failure.reason);
    // Without bpftrace's own totals, nobody knows what came after the last tick.
    if (ticked && this.#begun && !(asked && complete)) {
      const from = this.#options.clocks.wall.wall(lastTick);
      this.#gap ??= { from, reason: failure.reason, incarnation: number };
    }
    return failure;
  }

  /** Nothing runs any more. Ends the stream: with an error where the trace could not go on. */
  finish(why: 'stopped' | 'unfit' | 'gave-up', reason: string): void {
    const { pipeline, clocks, filterWarnings } = this.#options;
    const error = this.#failures.error(why, this.#begun);
    this.#endGap();
    pipeline.warn(filterWarnings());
    if (this.#begun) {
      pipeline.end();
      const said = why === 'stopped' ? reason : `failed: ${error?.message ?? why}`;
      pipeline.tell(endRecord(said, pipeline.balance, clocks.wallNow()));
    }
    pipeline.close(error);
  }

  #endGap(): void {
    const { pipeline, clocks } = this.#options;
    if (this.#gap !== undefined) pipeline.tell(gapRecord(this.#gap, clocks.wallNow()));
    this.#gap = undefined;
  }

  #logEnd(number: number, counts: Incarnation['counts'], reason: string): void {
    const { log, pipeline } = this.#options;
    const { generated, skipped } = counts;
    const hidden = [...counts.hidden.values()].reduce((sum, count) => sum + count, 0);
    log(
      `incarnation ${number}: generated ${generated}, hidden ${hidden}, skipped ${skipped ?? '?'}`,
    );
    log(`incarnation ${number}: ${reason}`);
    log(`ledger ${JSON.stringify(pipeline.balance)}`);
  }
}
