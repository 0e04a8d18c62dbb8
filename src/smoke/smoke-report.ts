/** The result of one comparison. */
export type SmokeCheck =
  | { readonly name: string; readonly verdict: 'passed' }
  | {
      readonly name: string;
      readonly verdict: 'failed';
      readonly expected: unknown;
      readonly seen: unknown;
    }
  | { readonly name: string; readonly verdict: 'skipped'; readonly why: string };

/** All results of a smoke test, and the host on which it ran. */
export interface SmokeReport {
  /** The versions and the probe that were used, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** The warnings of the trace. */
  readonly warnings: readonly string[];
  readonly checks: readonly SmokeCheck[];
  readonly seconds: number;
}
