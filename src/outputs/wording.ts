import type { Process, SignalRecord, TraceRecord } from '../records/records.js';
import { printable } from './printable.js';

/** The name without what every name begins with. */
export function shortSignal(signal: string): string {
  return signal.slice('SIG'.length);
}

/** Which way it came, as far as it is known: the origin in a word, else the kernel's for the code. */
export function way({ origin, code, si_code }: SignalRecord): string {
  if (origin === 'unknown') return code ?? (si_code === undefined ? '?' : `code ${si_code}`);
  // The code says what kind of fault it was.
  if (origin === 'fault' && code !== undefined && code !== 'SI_KERNEL') return code;
  return originWord(origin);
}

/** The way in a word that fits a table. */
export function originWord(origin: SignalRecord['origin']): string {
  return WAYS[origin] ?? origin;
}

const WAYS: Partial<Record<SignalRecord['origin'], string>> = {
  'kill-group': 'group',
  'kill-all': 'all',
  'interval-timer': 'timer',
  'posix-timer': 'timer',
  'parent-death': 'parent died',
  'pid-namespace': 'ns init died',
};

/** `-` where nobody sent it, `?` where it isn't known who did. */
export function ends(record: SignalRecord): { from: Process | '-' | '?'; to: Process } {
  const { sender, target } = record;
  return { from: sender === null ? '-' : (sender ?? '?'), to: target };
}

/** `comm[pid]`; where only the thread is known, `comm[tid?]`. */
export function named({ pid, tid, comm }: Process): { name: string; id: string } {
  return { name: printable(comm), id: pid === undefined ? `[${tid}?]` : `[${pid}]` };
}

/** Whether the target is still to take it. */
export function isQueued(result: SignalRecord['result']): boolean {
  return result === undefined || result === 'delivered' || result === 'lose_info';
}

/** The kernel's verdict in a word that fits a table. */
export function resultWord(result: SignalRecord['result']): string {
  return result === undefined ? 'queued' : RESULT_WORDS[result];
}

const RESULT_WORDS: Record<NonNullable<SignalRecord['result']>, string> = {
  delivered: 'delivered',
  ignored: 'ignored',
  already_pending: 'merged',
  overflow_fail: 'overflow',
  lose_info: 'lost info',
};

/** Time of day of a record, as this host's clocks show it, to the ms. */
export function timeOfDay(epochUs: number): string {
  const date = new Date(epochUs / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** What a record that is no signal tells a person; empty where it is told elsewhere. */
export function notice(record: Exclude<TraceRecord, SignalRecord>): string {
  switch (record.type) {
    case 'lost':
      return `${count(record.count)} ${record.count === 1 ? 'signal was' : 'signals were'} lost${record.cpu === undefined ? '' : ` on CPU ${record.cpu}`}`;
    case 'gap':
      return `nothing was traced from ${at(record.from)} to ${at(record.to)}: ${printable(record.reason)}`;
    case 'warning':
      return printable(`${record.message}${record.hint === undefined ? '' : `: ${record.hint}`}`);
    case 'attempt': {
      const { epoch_us, sender, syscall, arg, signal, signo, errno } = record;
      const { name, id } = named(sender);
      return `${timeOfDay(epoch_us)} ${name}${id}: ${syscall}(${arg}, ${signal ?? signo}) failed: ${errno}`;
    }
    case 'ready':
    case 'outcome':
    case 'exit':
    case 'escalation':
    case 'end':
      return '';
  }
}

/** Time of day of a time in UTC. */
function at(time: string): string {
  return timeOfDay(Date.parse(time) * 1000);
}

/** A whole number with its thousands set apart. */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** `CHLD 48,211  URG 3,110`, the most frequent first. */
export function hiddenCounts(hidden: Readonly<Record<string, number>>): string {
  return Object.entries(hidden)
    .sort(([, a], [, b]) => b - a)
    .map(([signal, n]) => `${shortSignal(signal)} ${count(n)}`)
    .join('  ');
}
