import type { Process, SignalRecord } from '../records/records.js';
import type { Context, Expectation } from './expectation.js';
import type { Fact } from './facts.js';
import { type HostAbilities, whyAbsent } from './host-abilities.js';
import type { Role } from './scenario.js';

/** Lists the fields of the sender. */
export function senderFacts(
  { from, byOrigin, signal }: Expectation,
  { sender }: SignalRecord,
  signals: readonly SignalRecord[],
  context: Context,
  host: HostAbilities,
): Fact[] {
  const lacking = byOrigin === true && sender === undefined ? whyAbsent(host, 'origin') : undefined;
  if (from === null) return [{ field: 'sender', expected: [null], seen: sender, lacking }];
  if (lacking !== undefined) return [{ field: 'sender', expected: [], seen: sender, lacking }];
  // A process that has ended, and so signals its parent, has released its memory.
  const mayBeGone = signal.origin === 'child';
  const end: SeenEnd = { end: 'sender', seen: sender ?? undefined, mayBeGone, signals };
  return processFacts(from, end, context, host);
}

/** Lists the fields of the target. */
export function targetFacts(
  { to }: Expectation,
  { target }: SignalRecord,
  signals: readonly SignalRecord[],
  context: Context,
  host: HostAbilities,
): Fact[] {
  // The probe reads a target's command line at delivery, perhaps after this record was written.
  const mayBeGone = to !== 'actor';
  return processFacts(to, { end: 'target', seen: target, mayBeGone, signals }, context, host);
}

/** Returns the pid under which a process of this pid namespace knows itself. */
export function ownPid({ pid, tid, nspid }: Process, host: HostAbilities): number | undefined {
  if (host.ownPidNamespace) return nspid ?? pid;
  return whyAbsent(host, 'target.pid') === undefined ? pid : tid;
}

/** One end of a signal, as its record has it. */
interface SeenEnd {
  readonly end: 'sender' | 'target';
  readonly seen: Process | undefined;
  /** The process may have gone before its command line was read; the field is then absent. */
  readonly mayBeGone: boolean;
  /** All signal records of the case. */
  readonly signals: readonly SignalRecord[];
}

const HOST_PIDS = "pids are the host's: this runs in a pid namespace of its own";

function processFacts(role: Role, end: SeenEnd, context: Context, host: HostAbilities): Fact[] {
  const { seen, mayBeGone } = end;
  const known = context.processes[role];
  const fact = (field: keyof Process, expected: readonly unknown[], lacking?: string): Fact => ({
    field,
    expected,
    seen: seen?.[field],
    lacking: lacking ?? whyAbsentAt(end, field, host),
  });
  const hostPids = host.ownPidNamespace ? HOST_PIDS : undefined;
  const unlessGone = (value: unknown, gone: boolean) => (gone ? [value, undefined] : [value]);
  return [
    fact('pid', [known?.pid], hostPids),
    host.ownPidNamespace
      ? { field: 'nspid', expected: [known?.pid], seen: seen?.nspid ?? seen?.pid }
      : fact('tid', [known?.pid]),
    fact('ppid', [known?.ppid], hostPids),
    fact('comm', [context.comms[role]]),
    fact('uid', [context.uid]),
    fact('gid', [context.gid]),
    fact('start_time', [expectedStart(end, known?.startTicks)]),
    ...(known?.cmdline === undefined
      ? []
      : [fact('cmdline', unlessGone(known.cmdline, mayBeGone))]),
    // Every process but the actor may have ended before its program was looked up.
    ...(known?.exe === undefined ? [] : [fact('exe', unlessGone(known.exe, role !== 'actor'))]),
  ];
}

/** Returns why a field is absent at this end: a host may lack it of the target alone. */
function whyAbsentAt({ end }: SeenEnd, field: string, host: HostAbilities): string | undefined {
  return (
    whyAbsent(host, field) ?? (end === 'target' ? whyAbsent(host, `target.${field}`) : undefined)
  );
}

const TICK_NS = 10_000_000n;

/** Returns the start that all records of the process must have; to a hundredth it is that of /proc. */
function expectedStart({ seen, signals }: SeenEnd, ticks: string | undefined): string {
  const start = signals
    .flatMap(({ sender, target }) => [sender, target])
    .find((one) => one?.pid === seen?.pid && one?.start_time !== undefined)?.start_time;
  const differs = start === undefined || (ticks !== undefined && ticks !== ticksOf(start));
  return differs ? `${ticks ?? 'some'} hundredths of a second since boot` : start;
}

function ticksOf(ns: string): string {
  return String(BigInt(ns) / TICK_NS);
}
