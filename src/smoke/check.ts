/** One thing that was looked at. */
export type SmokeCheck =
  | { readonly name: string; readonly verdict: 'passed' }
  | {
      readonly name: string;
      readonly verdict: 'failed';
      readonly expected: unknown;
      readonly seen: unknown;
    }
  | { readonly name: string; readonly verdict: 'skipped'; readonly why: string };

/** All that was looked at, and where. */
export interface Findings {
  /** What traced here, by name, for a person who reads the report elsewhere. */
  readonly place: Readonly<Record<string, string>>;
  /** What the trace warned of. */
  readonly warnings: readonly string[];
  readonly checks: readonly SmokeCheck[];
  readonly seconds: number;
}
