import { attribute } from '../explain/attribution.js';
import { type CgroupPlace, isInContainer, isInPod, isInUnit, placeOf } from '../host/cgroup.js';
import type { LiveProc, Proc } from '../host/live-proc.js';
import type { Variant } from '../program/variants.js';
import { isCode } from '../signals/codes.js';
import { isSent } from '../signals/sent.js';
import type { Current, SignalFacts, Warning } from '../wire/events.js';
import { kernelCanMatch } from './conditions.js';
import type { Filter, Who } from './filter.js';

type Predicate = (signal: SignalFacts) => boolean;
/** Whether a process belongs to one of what was asked for. */
type PlacePredicate = (place: CgroupPlace) => boolean;

/** What is known of the two ends of a signal that its own record does not say. */
export interface IdentityLookup {
  commandLineOfCurrent(current: Current): readonly string[] | undefined;
  commandLineOfTarget(signal: SignalFacts): readonly string[] | undefined;
  placeOfCurrent(current: Current): CgroupPlace | undefined;
  placeOfTarget(signal: SignalFacts): CgroupPlace | undefined;
  /** Whether its pids are those of a pid namespace of its own. */
  inPidNamespace(current: Current): boolean;
}

/** Whether a filter looks into command lines. */
function asksForCommands({ from, to, either }: Filter): boolean {
  return [...from, ...to, ...either].some(({ kind }) => kind === 'command');
}

/** Asks of a signal what the kernel could not be asked, option by option. */
export class UserSpaceFilter {
  readonly filter: Filter;
  readonly proc: Proc;
  readonly ends: IdentityLookup;
  /** Dropped since it could not be told where a process belongs. */
  #unplaced = 0;
  /** Dropped since it could not be told how they came about. */
  #unproven = 0;

  constructor(filter: Filter, proc: Proc, ends: IdentityLookup) {
    this.filter = filter;
    this.proc = proc;
    this.ends = ends;
  }

  /** Whether it asks for what has to be looked up. */
  get looksUp(): boolean {
    const places = [...placeQuestions(this.filter, 'from'), ...placeQuestions(this.filter, 'to')];
    return asksForCommands(this.filter) || places.length > 0;
  }

  /** Has command lines learned before processes go, if it asks for some. */
  learn(proc: LiveProc): void {
    if (asksForCommands(this.filter)) proc.keepLearning();
  }

  /** What is left to ask of signals where this program runs. */
  predicate(variant: Variant): Predicate {
    const { filter } = this;
    const left = (option: keyof Filter) => !kernelCanMatch(option, filter, variant);
    const questions = [
      ...(left('from') ? [this.#from(filter.from)] : []),
      ...(left('fromUsers') ? [fromUser(filter.fromUsers)] : []),
      ...(left('to') ? [this.#to(filter.to)] : []),
      ...(left('either') ? [anyOf(this.#from(filter.either), this.#to(filter.either))] : []),
      ...(left('toUsers') ? [this.#toUser(filter.toUsers)] : []),
      ...(left('users') ? [anyOf(fromUser(filter.users), this.#toUser(filter.users))] : []),
      ...(left('codes') ? [hasCode(filter.codes)] : []),
      ...(left('origins') ? [mayHaveOrigin(filter.origins)] : []),
      // These count what they drop: nothing is to be dropped behind them for another reason.
      ...placeQuestions(filter, 'from').map((asks) => this.#placedFrom(asks)),
      ...placeQuestions(filter, 'to').map((asks) => this.#placedTo(asks)),
      ...(left('origins') ? [this.#hasOrigin(filter.origins)] : []),
    ];
    return (signal) => questions.every((question) => question(signal));
  }

  /** Whether the task on the processor is what is meant. */
  isCurrent(current: Current, who: Who): boolean {
    const { currentPid, currentComm } = current;
    switch (who.kind) {
      case 'pid':
        return currentPid === who.pid;
      case 'name':
        return currentComm === who.name || this.proc.comm(currentPid) === who.name;
      case 'command': {
        const told = this.ends.commandLineOfCurrent(current)?.join(' ');
        return matches(told || this.proc.commandLine(currentPid) || currentComm, who.pattern);
      }
    }
  }

  /** Whether the process on the processor belongs there; where that is unknown, it is counted. */
  isPlaced(current: Current, asks: PlacePredicate): boolean {
    // The core program tells of nobody.
    const place =
      this.ends.placeOfCurrent(current) ??
      (current.processKey === '' ? this.placeNow(current.currentPid) : undefined);
    return this.#answer(place, asks);
  }

  /** Where a process belongs as long as it lives; it may be another than was meant. */
  placeNow(pid: number): CgroupPlace | undefined {
    const path = this.proc.cgroup(pid);
    return path === undefined ? undefined : placeOf(path);
  }

  /** What could not be asked, for want of knowledge; to be told at the end. */
  warnings(): Warning[] {
    const { unread } = this.proc;
    const unplaced = this.#unplaced;
    const unproven = this.#unproven;
    const said: Warning[] = [];
    if (unread > 0) {
      const message = `${unread} times a process had gone before its command line could be read: a /regex/ was compared with its name alone`;
      said.push({ kind: 'complaint', code: 'command_unread', message });
    }
    if (unplaced > 0) {
      const message = `${unplaced} signals were dropped: a process had gone before its cgroup could be read, so its unit, container or pod is not known`;
      said.push({ kind: 'complaint', code: 'place_unknown', message });
    }
    if (unproven > 0) {
      const message = `${unproven} signals were dropped: how they came about is not known, so that their origin may have been one of those asked for`;
      said.push({ kind: 'complaint', code: 'origin_unknown', message });
    }
    return said;
  }

  #isTarget(signal: SignalFacts, who: Who): boolean {
    const { targetPid, targetTid, targetComm } = signal;
    const pid = targetPid || targetTid;
    switch (who.kind) {
      case 'pid':
        return targetPid === 0 ? this.proc.hasThread(who.pid, targetTid) : targetPid === who.pid;
      case 'name':
        return targetComm === who.name || this.proc.comm(pid) === who.name;
      case 'command': {
        const told = this.ends.commandLineOfTarget(signal)?.join(' ');
        return matches(told || this.proc.commandLine(pid) || targetComm, who.pattern);
      }
    }
  }

  #from(whos: readonly Who[]): Predicate {
    return (signal) => wasSent(signal) && whos.some((who) => this.isCurrent(signal, who));
  }

  #to(whos: readonly Who[]): Predicate {
    return (signal) => whos.some((who) => this.#isTarget(signal, who));
  }

  #toUser(users: readonly number[]): Predicate {
    return ({ targetUid, targetTid }) =>
      users.includes(targetUid === -1 ? (this.proc.owner(targetTid) ?? -1) : targetUid);
  }

  /** Asked behind mayHaveOrigin: what is not wanted here is unknown. */
  #hasOrigin(origins: Filter['origins']): Predicate {
    return (signal) => {
      const wanted = isWanted(origins, attribute(signal).origin);
      if (!wanted) this.#unproven++;
      return wanted;
    };
  }

  #placedFrom(asks: PlacePredicate): Predicate {
    return (signal) => {
      const { from } = attribute(signal);
      const sent = from === 'current' || (from === 'not known' && isSent(signal));
      return sent && this.isPlaced(signal, asks);
    };
  }

  #placedTo(asks: PlacePredicate): Predicate {
    return (signal) => {
      const { targetStartTimeNs: targetStarted, targetTid } = signal;
      const place =
        targetStarted === 0n ? this.placeNow(targetTid) : this.ends.placeOfTarget(signal);
      return this.#answer(place, asks);
    };
  }

  #answer(place: CgroupPlace | undefined, asks: PlacePredicate): boolean {
    if (place === undefined) this.#unplaced++;
    return place !== undefined && asks(place);
  }
}

/** A question for each list of units, containers or pods, of one end. */
export function placeQuestions(filter: Filter, end: 'from' | 'to'): PlacePredicate[] {
  const lists = {
    from: [
      [filter.fromUnits, isInUnit],
      [filter.fromContainers, isInContainer],
    ],
    to: [
      [filter.toUnits, isInUnit],
      [filter.toContainers, isInContainer],
      [filter.toPods, isInPod],
    ],
  } as const;
  return lists[end]
    .filter(([asked]) => asked.length > 0)
    .map(
      ([asked, isIn]) =>
        (place) =>
          asked.some((name) => isIn(place, name)),
    );
}

/** Whether an origin is asked for. */
export function isWanted({ except, names }: Filter['origins'], origin: string): boolean {
  return (names as readonly string[]).includes(origin) !== except;
}

/** Of what has no code, the way that it came is asked. */
function wasSent(signal: SignalFacts): boolean {
  return signal.siCode === undefined ? attribute(signal).from === 'current' : isSent(signal);
}

/** One that is unknown may be any, but for those who leave out what is unknown. */
function mayHaveOrigin(origins: Filter['origins']): Predicate {
  return (signal) => {
    const { origin } = attribute(signal);
    return isWanted(origins, origin) || (origin === 'unknown' && !origins.except);
  };
}

function hasCode(codes: Filter['codes']): Predicate {
  return ({ signo, siCode }) =>
    siCode !== undefined && codes.some((code) => isCode(code, signo, siCode));
}

function fromUser(users: readonly number[]): Predicate {
  return (signal) => wasSent(signal) && users.includes(signal.uid);
}

function anyOf(...questions: Predicate[]): Predicate {
  return (signal) => questions.some((question) => question(signal));
}

/** Not `test`, which would remember where a pattern with the flag g found something. */
export function matches(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}
