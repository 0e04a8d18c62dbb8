import type { Proc } from '../host/live-proc.js';
import { type Called, isCalled } from '../names/name.js';
import { CONTAINER } from './container.js';
import type { Lookups, Match } from './option.js';
import { anyPlace, isSenderIn, isTargetIn, type PlaceKind } from './place.js';
import { POD } from './pod.js';
import { SLICE } from './slice.js';
import { UNIT } from './unit.js';
import type { ProcessView, SignalView } from './view.js';
import type { Who } from './who.js';

/** Returns the match that one of these processes sent the signal. */
export function matchSender(whos: readonly Who[], lookups: Lookups | undefined): Match {
  const asks = whos.map((who) => endMatch(who, 'sender', lookups));
  return (view) => wasSent(view) && some(asks, (ask) => ask(view.current));
}

/** Returns the match that one of these processes is the target. */
export function matchTarget(whos: readonly Who[], lookups: Lookups | undefined): Match {
  const asks = whos.map((who) => endMatch(who, 'target', lookups));
  return ({ target }) => some(asks, (ask) => ask(target));
}

/** Whether a process sent the signal. Without a code, its origin decides. */
export function wasSent({ si_code, sentByCode, sentByCurrent }: SignalView): boolean {
  return si_code === undefined ? sentByCurrent : sentByCode;
}

/** Whether one test holds; undefined if none does and one could not be decided. */
export function some<T>(items: readonly T[], ask: (item: T) => boolean | undefined) {
  let answer: boolean | undefined = false;
  for (const item of items) {
    const one = ask(item);
    if (one === true) return true;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

type EndMatch = (process: ProcessView | undefined) => boolean | undefined;

function endMatch(who: Who, end: 'sender' | 'target', lookups: Lookups | undefined): EndMatch {
  const isPlaced = (kind: PlaceKind, name: string): EndMatch => {
    const isIn = anyPlace(kind, [name]);
    return end === 'sender'
      ? (process) => isSenderIn(process, isIn, lookups)
      : (process) => isTargetIn(process ?? {}, isIn, lookups);
  };
  switch (who.kind) {
    case 'unit':
      return isPlaced(who.unit.endsWith('.slice') ? SLICE : UNIT, who.unit);
    case 'container':
      return isPlaced(CONTAINER, who.container);
    case 'pod':
      return isPlaced(POD, who.pod);
    default:
      return (process) => (process === undefined ? undefined : isProcess(process, who, lookups));
  }
}

/** A way to name one process. */
export type ProcessWho = Extract<Who, { kind: 'pid' | 'name' | 'command' }>;

/** Whether a process, or the thread that the kernel named, is the one asked for. */
export function isProcess(
  process: ProcessView,
  who: ProcessWho,
  lookups: Lookups | undefined,
): boolean | undefined {
  const { pid, tid, comm } = process;
  const proc = lookups?.proc;
  const id = pid ?? tid;
  switch (who.kind) {
    case 'pid':
      if (pid !== undefined) return pid === who.pid;
      return tid !== undefined && proc?.hasThread(who.pid, tid) === true;
    case 'name':
      if (comm === who.name || (id !== undefined && proc?.comm(id) === who.name)) return true;
      return isNamed(process, who.name, proc);
    case 'command': {
      const told = process.cmdline?.join(' ');
      const text = told || (id === undefined ? undefined : proc?.commandLine(id)) || comm;
      return text !== undefined && matchesPattern(text, who.pattern);
    }
  }
}

/** Returns what a process is called by now. */
export function calledNow(proc: Proc, pid: number): Called {
  return { comm: proc.comm(pid) ?? '', exe: proc.exe(pid), cmdline: proc.args(pid) };
}

/** Whether its program, its arguments or its script have this name; undefined if none is known. */
function isNamed(process: ProcessView, name: string, proc: Proc | undefined) {
  const { pid, tid, comm = '' } = process;
  const id = pid ?? tid;
  const cmdline = process.cmdline ?? (id === undefined ? undefined : proc?.args(id));
  const exe = process.exe ?? (id === undefined ? undefined : proc?.exe(id));
  if (cmdline === undefined && exe === undefined) return undefined;
  return isCalled({ comm, exe, cmdline }, name);
}

/** `search` keeps no state; `test` of a pattern with the flag g begins after its last match. */
export function matchesPattern(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}
