import type { Process, SignalRecord } from '../records/records.js';
import type { Fact } from './facts.js';
import { type HostAbilities, lacks } from './place.js';
import type { Processes, Role, Times } from './scenario.js';

/** What is known of the processes that took part. */
export interface Context {
  readonly cast: Processes;
  readonly times: Times;
  readonly comms: Readonly<Record<Role, string>>;
  readonly uid: number;
  readonly gid: number;
}

/** One end of a signal, as it was told. */
export interface End {
  readonly of: 'sender' | 'target';
  readonly seen: Process | undefined;
  /** It may have gone before it could tell of itself: its command line is then absent. */
  readonly mayBeGone: boolean;
  /** All that were told of. */
  readonly signals: readonly SignalRecord[];
}

const HOST_PIDS = "pids are the host's: this runs in a pid namespace of its own";

/** Who it is. */
export function processFacts(role: Role, end: End, company: Context, place: HostAbilities): Fact[] {
  const { seen, mayBeGone } = end;
  const player = company.cast[role];
  const fact = (field: keyof Process, expected: readonly unknown[], lacking?: string): Fact => ({
    field,
    expected,
    seen: seen?.[field],
    lacking: lacking ?? lacksOf(end, field, place),
  });
  const hosts = place.ownNamespace ? HOST_PIDS : undefined;
  const unlessGone = (value: unknown, gone: boolean) => (gone ? [value, undefined] : [value]);
  return [
    fact('pid', [player?.pid], hosts),
    place.ownNamespace
      ? { field: 'nspid', expected: [player?.pid], seen: seen?.nspid ?? seen?.pid }
      : fact('tid', [player?.pid]),
    fact('ppid', [player?.ppid], hosts),
    fact('comm', [company.comms[role]]),
    fact('uid', [company.uid]),
    fact('gid', [company.gid]),
    fact('start_time', [startOf(end, player?.startTicks)]),
    ...(player?.cmdline === undefined
      ? []
      : [fact('cmdline', unlessGone(player.cmdline, mayBeGone))]),
    // Others than the actor may have ended before they are looked up.
    ...(player?.exe === undefined ? [] : [fact('exe', unlessGone(player.exe, role !== 'actor'))]),
  ];
}

/** Of who sends, some things are known that are not known of the target. */
function lacksOf({ of }: End, field: string, place: HostAbilities): string | undefined {
  return lacks(place, field) ?? (of === 'target' ? lacks(place, `target.${field}`) : undefined);
}

const TICK_NS = 10_000_000n;

/** The same in all signals, and to a tick what /proc says. */
function startOf({ seen, signals }: End, ticks: string | undefined): string {
  const told = signals
    .flatMap(({ sender, target }) => [sender, target])
    .find((one) => one?.pid === seen?.pid && one?.start_time !== undefined)?.start_time;
  const unlike = told === undefined || (ticks !== undefined && ticks !== inTicks(told));
  return unlike ? `${ticks ?? 'some'} hundredths of a second since boot` : told;
}

function inTicks(ns: string): string {
  return String(BigInt(ns) / TICK_NS);
}
