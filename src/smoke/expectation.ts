import type { OutcomeRecord, SignalRecord } from '../records/records.js';
import type { Processes, Role, Scenario, Times } from './scenario.js';

/** The records that one signal of a scenario must have. */
export interface Expectation {
  /** Names the signal among those of the scenario; empty where it is the only one. */
  readonly what: string;
  readonly signal: Pick<
    SignalRecord,
    | 'signal'
    | 'signo'
    | 'code'
    | 'si_code'
    | 'errno'
    | 'scope'
    | 'result'
    | 'origin'
    | 'ignored_why'
  >;
  readonly from: Role | null;
  /** The sender is known only where the origin is; the code alone proves nothing. */
  readonly byOrigin?: true;
  readonly to: Role;
  /** Any of these outcomes is right; absent where no outcome is reported. */
  readonly outcome?: readonly OutcomeRecord['outcome'][];
  /** How the target ended; absent where another signal's expectation has it. */
  readonly exit?: { readonly code: number } | 'of it';
}

/** A scenario and the records that it must produce. */
export interface SmokeCase {
  readonly name: string;
  readonly scenario: Scenario;
  readonly expected: readonly Expectation[];
  /** All expected signals come from one call. */
  readonly oneCall?: true;
}

/** What the smoke test knows of the processes that took part in a scenario. */
export interface Context {
  readonly processes: Processes;
  readonly times: Times;
  readonly comms: Readonly<Record<Role, string>>;
  readonly uid: number;
  readonly gid: number;
}
