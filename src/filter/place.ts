import { usage } from '../errors.js';
import type { Proc } from '../host/live-proc.js';
import { given } from './flags.js';
import { split } from './lists.js';
import { nearest } from './nearest.js';
import type { FilterOption, Lookups, Match } from './option.js';
import { quote } from './quote.js';
import type { ProcessView } from './view.js';

/** A kind of group that processes belong to by their cgroup. */
export interface PlaceKind {
  readonly word: 'unit' | 'container' | 'pod' | 'slice';
  /** @throws SignalsTraceError `usage` for a name that none can have */
  check(name: string, value: unknown): void;
  /** Whether a cgroup of this path belongs to the one that is asked for. */
  isIn(path: string, asked: string): boolean;
  /** What a path's ones are called, for suggestions. */
  names?(path: string): readonly string[];
}

/** The option that asks for places of one kind, at one end. */
export function placeOption<Field extends string>(
  kind: PlaceKind,
  about: 'sender' | 'target',
  field: Field,
  flag: { readonly name: string; readonly help: string },
): FilterOption<Readonly<Record<Field, readonly string[]>>> {
  const listFlag = { ...flag, takes: 'list' } as const;
  const typed = `--${flag.name}`;
  const part = (names: readonly string[]) =>
    ({ [field]: names }) as Record<Field, readonly string[]>;
  return {
    flags: [listFlag],
    about,
    none: part([]),
    unknown: 'place',
    needs: ({ [field]: names }) => ({ cgroups: names.length > 0 }),
    parse(flags) {
      const words = given(flags, listFlag).flatMap((list) => split(typed, list));
      return part([...new Set(words)]);
    },
    check({ [field]: names }, name) {
      for (const value of names) kind.check(name, value);
    },
    match({ [field]: names }, lookups) {
      const isIn = anyPlace(kind, names);
      return about === 'sender' ? senderIn(isIn, lookups) : targetIn(isIn, lookups);
    },
    absent({ [field]: names }, { proc }) {
      if (names.length === 0) return [];
      const paths = pathsNow(proc);
      return names
        .filter((name) => !paths.some((path) => kind.isIn(path, name)))
        .map((name) => `${typed} ${quote(name)}: ${nobodyIn(kind, name, paths)}`);
    },
  };
}

/** Says that a place is empty, and which one may be meant. */
export function nobodyIn(kind: PlaceKind, name: string, paths: readonly string[]): string {
  const known = [...new Set(paths.flatMap((path) => kind.names?.(path) ?? []))];
  const guess = nearest(name.replace(/\.(?:service|slice)$/, ''), known);
  const meant = guess === undefined ? '' : ` (there is ${guess})`;
  return `no process is in such a ${kind.word} now; waiting for one${meant}`;
}

/** The cgroups of all processes that run now. */
export function pathsNow(proc: Proc): string[] {
  const paths = new Set(proc.pids().map((pid) => proc.cgroup(pid)));
  return [...paths].filter((path) => path !== undefined);
}

type IsIn = (path: string) => boolean;

/** Whether a path is of one of these places. Signals come in runs: the last answer is kept. */
export function anyPlace(kind: PlaceKind, names: readonly string[]): IsIn {
  let last: string | undefined;
  let answer = false;
  return (path) => {
    if (path !== last) {
      last = path;
      answer = names.some((name) => kind.isIn(path, name));
    }
    return answer;
  };
}

function senderIn(isIn: IsIn, lookups: Lookups | undefined): Match {
  return (view) => {
    const sent = view.sentByCurrent || (view.sentByCode && view.sender === undefined);
    return sent && isSenderIn(view.current, isIn, lookups);
  };
}

function targetIn(isIn: IsIn, lookups: Lookups | undefined): Match {
  return ({ target }) => isTargetIn(target, isIn, lookups);
}

/** Whether the task on the processor belongs there; undefined where its cgroup is not known. */
export function isSenderIn(
  process: ProcessView | undefined,
  isIn: IsIn,
  lookups: Lookups | undefined,
): boolean | undefined {
  const told = process?.cgroup;
  const path = told ?? (lookups?.senderUntold === true ? now(process?.pid, lookups) : undefined);
  return path === undefined ? undefined : isIn(path);
}

/** Whether the target belongs there. Where its task was not found, /proc is asked for the thread. */
export function isTargetIn(
  target: ProcessView,
  isIn: IsIn,
  lookups: Lookups | undefined,
): boolean | undefined {
  const path =
    target.cgroup ?? (target.start_time === undefined ? now(target.tid, lookups) : undefined);
  return path === undefined ? undefined : isIn(path);
}

/** The cgroup of a process that lives; the pid may be another's by now. */
function now(pid: number | undefined, lookups: Lookups | undefined): string | undefined {
  return pid === undefined ? undefined : lookups?.proc.cgroup(pid);
}

/** Refuses a name that does not have this form. */
export function checkForm(value: unknown, form: RegExp, message: string, hint: string): void {
  if (typeof value !== 'string' || !form.test(value)) throw usage(message, hint);
}
