import type {
  AttemptRecord,
  BurstRecord,
  LostRecord,
  Process,
  SignalRecord,
  TraceRecord,
} from '../records/records.js';
import { originWord } from '../signals/short-words.js';
import { printable } from './printable.js';

/** Returns the signal's name without SIG. */
export function shortSignal(signal: string): string {
  return signal.slice('SIG'.length);
}

/** Returns the origin in a word or two; where it is unknown, the kernel's name for the code. */
export function originText(record: SignalRecord): string {
  const { origin, code, si_code, rlimit, syscall, parent_thread } = record;
  if (origin === 'unknown') return code ?? (si_code === undefined ? '?' : `code ${si_code}`);
  // The code names the kind of fault.
  if (origin === 'fault' && code !== undefined && code !== 'SI_KERNEL') return code;
  if (rlimit !== undefined) return `${originWord(origin)} ${rlimit.name}`;
  if (syscall?.name !== undefined) return `${originWord(origin)} ${syscall.name}`;
  if (parent_thread === true) return 'thread died';
  return originWord(origin);
}

/** Both ends of a signal, as its record has them. */
interface EndsOfSignal {
  readonly sender?: Process | null | undefined;
  readonly target: Process;
}

/** Returns both processes of a signal. `-` means that nobody sent it, `?` that the sender is unknown. */
export function ends({ sender, target }: EndsOfSignal): { from: Process | '-' | '?'; to: Process } {
  return { from: sender === null ? '-' : (sender ?? '?'), to: target };
}

/** Returns the users of both ends, `0>33`. `-` means that nobody sent it, `?` that it is unknown. */
export function usersText(sender: Process | null | undefined, target: Process | undefined): string {
  return `${sender === null ? '-' : (sender?.uid ?? '?')}>${target?.uid ?? '?'}`;
}

/** Returns the short name of a process, or its thread's. */
export function shortName({ name, comm }: Pick<Process, 'name' | 'comm'>): string {
  return name ?? comm;
}

/** Returns name and id of a process, `nginx` and `[882]`; `[890?]` where only its thread is known. */
export function named(process: Process): { name: string; id: string } {
  const { pid, tid } = process;
  return { name: printable(shortName(process)), id: pid === undefined ? `[${tid}?]` : `[${pid}]` };
}

/** Tells whether the kernel queued the signal for its target. */
export function isQueued(result: SignalRecord['result']): boolean {
  return result === undefined || result === 'delivered' || result === 'lose_info';
}

/** Returns the time of day in this host's time zone, with milliseconds. */
export function timeOfDay(epochUs: number): string {
  const date = new Date(epochUs / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** Returns the line that a table shows for a record that is no row; empty for none. */
export function notice(
  record: Exclude<TraceRecord, SignalRecord | AttemptRecord | BurstRecord>,
): string {
  switch (record.type) {
    case 'lost':
      return `${count(record.count)} ${record.count === 1 ? 'signal was' : 'signals were'} lost${record.cpu === undefined ? '' : ` on CPU ${record.cpu}`}${between(record)}; the last line counts them by signal`;
    case 'gap':
      return `nothing was traced from ${at(record.from)} to ${at(record.to)}: ${printable(record.reason)}`;
    case 'warning':
      return printable(`${record.message}${record.hint === undefined ? '' : `: ${record.hint}`}`);
    case 'ready':
    case 'outcome':
    case 'exit':
    case 'escalation':
    case 'end':
      return '';
  }
}

/** Returns when signals were lost, as far as the records around them tell. */
function between({ from, to }: Pick<LostRecord, 'from' | 'to'>): string {
  if (from !== undefined && to !== undefined) return ` between ${at(from)} and ${at(to)}`;
  if (from !== undefined) return ` after ${at(from)}`;
  return to === undefined ? '' : ` before ${at(to)}`;
}

/** Returns the local time of day of an RFC 3339 time. */
function at(time: string): string {
  return timeOfDay(Date.parse(time) * 1000);
}

/** Writes a whole number with separated thousands. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** Lists hidden signals by count, the most frequent first: `CHLD 48,211  URG 3,110`. */
export function hiddenCounts(hidden: Readonly<Record<string, number>>): string {
  return Object.entries(hidden)
    .sort(([, a], [, b]) => b - a)
    .map(([signal, n]) => `${shortSignal(signal)} ${count(n)}`)
    .join('  ');
}
