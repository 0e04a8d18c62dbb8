import type { Origin } from '../signals/origins.js';
import type { Result } from '../signals/results.js';

/** PID_MAX_LIMIT of a 64-bit kernel: pids are less. */
export const PID_LIMIT = 4_194_304;
/** TASK_COMM_LEN, less the NUL that ends it: bytes of a comm. */
export const LONGEST_COMM = 15;

/** A unit is a folder's name. */
export const UNIT_NAME = /^[^/\0]{1,255}$/;
/** The id of a container, or how it begins. */
export const CONTAINER_ID = /^[0-9a-f]{1,64}$/i;
/** As Kubernetes writes it, as its cgroups do, or that of a static pod. */
export const POD_UID = /^[0-9a-f]{8}(?:([-_]?)[0-9a-f]{4}){3}\1[0-9a-f]{12}$/i;

/** One way to say which process is meant. */
export type Who =
  | { readonly kind: 'pid'; readonly pid: number }
  /** The comm of the process or of the thread concerned: at most 15 bytes. */
  | { readonly kind: 'name'; readonly name: string }
  /** Tried on the command line, its arguments joined by blanks; the kernel can't do that. */
  | { readonly kind: 'command'; readonly pattern: RegExp };

/** What to trace. An empty list asks nothing; values of one list are alternatives, lists add up. */
export interface Filter {
  /** Signal numbers to trace, or, with `except`, to leave out. */
  readonly signals: { readonly except: boolean; readonly numbers: readonly number[] };
  readonly from: readonly Who[];
  readonly to: readonly Who[];
  /** Matches when either end does. */
  readonly either: readonly Who[];
  /** User ids, as the initial user namespace numbers them. */
  readonly fromUsers: readonly number[];
  readonly toUsers: readonly number[];
  /** Matches when either end is of such a user. */
  readonly users: readonly number[];
  /** systemd units, with or without `.service`. */
  readonly fromUnits: readonly string[];
  readonly toUnits: readonly string[];
  /** Container ids, or how they begin. */
  readonly fromContainers: readonly string[];
  readonly toContainers: readonly string[];
  /** Uids of Kubernetes pods. */
  readonly toPods: readonly string[];
  /** How signals came about, or, with `except`, must not have come about. */
  readonly origins: { readonly except: boolean; readonly names: readonly Origin[] };
  /** si_code: the kernel's names ("SEGV_MAPERR", of SIGSEGV alone), or numbers, of any signal. */
  readonly codes: readonly (string | number)[];
  readonly results: readonly Result[];
  /** Hold back what neither ends nor stops a process and floods every host; it is counted. */
  readonly hideNoise: boolean;
  /** Trace the tracer's own processes too. */
  readonly withSelf: boolean;
}

/** Everything the kernel generates, but for what the tracer itself causes. */
export const TRACE_ALL: Filter = {
  signals: { except: true, numbers: [] },
  from: [],
  to: [],
  either: [],
  fromUsers: [],
  toUsers: [],
  users: [],
  fromUnits: [],
  toUnits: [],
  fromContainers: [],
  toContainers: [],
  toPods: [],
  origins: { except: true, names: [] },
  codes: [],
  results: [],
  hideNoise: false,
  withSelf: false,
};

/** Whether a unit, a container or a pod is asked for. */
export function asksForPlaces(filter: Filter): boolean {
  const { fromUnits, toUnits, fromContainers, toContainers, toPods } = filter;
  return [fromUnits, toUnits, fromContainers, toContainers, toPods].some(
    ({ length }) => length > 0,
  );
}

/** Whether every signal of this number to any process that is traced is traced, whoever sends it. */
export function seesAll(filter: Filter, signo: number): boolean {
  const { signals, origins, hideNoise, from, either, fromUsers, users } = filter;
  const { fromUnits, fromContainers, codes, results } = filter;
  const lists = [from, either, fromUsers, users, fromUnits, fromContainers, codes, results];
  const narrow = [...lists, origins.names].some((list) => list.length > 0);
  return signals.numbers.includes(signo) !== signals.except && !narrow && !hideNoise;
}
