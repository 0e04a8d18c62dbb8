import type { PlanOptions } from './plan/plan.js';

/** What to trace, how, and for how long. */
export interface TraceOptions extends PlanOptions {
  /** End after so many signals. */
  readonly count?: number;
  /** End so long after tracing has begun, ms. */
  readonly durationMs?: number;
  /** Tell of each sender's ancestors, up to pid 1. */
  readonly ancestors?: boolean;
  /** Told what a maintainer asks for, a line at a time. */
  readonly log?: (line: string) => void;
}
