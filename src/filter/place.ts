import { usage } from '../errors.js';
import type { Proc } from '../host/live-proc.js';
import { given } from './flags.js';
import { split } from './lists.js';
import { nearest } from './nearest.js';
import type { FilterOption, Flag, Lookups, Match } from './option.js';
import { quote } from './quote.js';
import type { ProcessView } from './view.js';

/** A kind of group that processes belong to by their cgroup. */
export interface PlaceKind {
  readonly word: 'unit' | 'container' | 'pod' | 'slice';
  /** @throws SignalsTraceError `usage` for a name that none can have */
  check(name: string, value: unknown): void;
  /** Whether a cgroup of this path is in the place that was asked for. */
  isIn(path: string, asked: string): boolean;
  /** Returns the names of the places that hold a path, for suggestions. */
  names?(path: string): readonly string[];
}

/** Returns the option that asks for places of one kind, at one end. */
export function placeOption<Field extends string>(
  kind: PlaceKind,
  about: 'sender' | 'target',
  field: Field,
  flag: Pick<Flag, 'name' | 'alias' | 'value' | 'help' | 'others'>,
): FilterOption<Readonly<Record<Field, readonly string[]>>> {
  const listFlag = { ...flag, takes: 'list', offers: kind.word } as const;
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

/** Returns the message that a place is empty, with the nearest name that is not. */
export function nobodyIn(kind: PlaceKind, name: string, paths: readonly string[]): string {
  const known = [...new Set(paths.flatMap((path) => kind.names?.(path) ?? []))];
  const guess = nearest(name.replace(/\.(?:service|slice)$/, ''), known);
  const meant = guess === undefined ? '' : ` (there is ${guess})`;
  return `no process is in such a ${kind.word} now; waiting for one${meant}`;
}

/** Returns the cgroups of all processes that run now. */
export function pathsNow(proc: Proc): string[] {
  const paths = new Set(proc.pids().map((pid) => proc.cgroup(pid)));
  return [...paths].filter((path) => path !== undefined);
}

type IsIn = (path: string) => boolean;

/** Returns the test whether a path is in one of these places. It keeps the last answer, since signals come in runs. */
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

/** Whether the current task is in a place; undefined if its cgroup is unknown. */
export function isSenderIn(
  process: ProcessView | undefined,
  isIn: IsIn,
  lookups: Lookups | undefined,
): boolean | undefined {
  const told = process?.cgroup;
  const path = told ?? (lookups?.senderUntold === true ? now(process?.pid, lookups) : undefined);
  return path === undefined ? undefined : isIn(path);
}

/** Whether the target is in a place. If its task was not found, /proc tells the thread's cgroup. */
export function isTargetIn(
  target: ProcessView,
  isIn: IsIn,
  lookups: Lookups | undefined,
): boolean | undefined {
  const path =
    target.cgroup ?? (target.start_time === undefined ? now(target.tid, lookups) : undefined);
  return path === undefined ? undefined : isIn(path);
}

/** Returns the current cgroup of a pid, which another process may have by now. */
function now(pid: number | undefined, lookups: Lookups | undefined): string | undefined {
  return pid === undefined ? undefined : lookups?.proc.cgroup(pid);
}

/** @throws SignalsTraceError `usage` unless the value is a text of this form */
export function checkForm(value: unknown, form: RegExp, message: string, hint: string): void {
  if (typeof value !== 'string' || !form.test(value)) throw usage(message, hint);
}
