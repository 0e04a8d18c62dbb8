import type {
  AttemptRecord,
  BurstRecord,
  Process,
  Rlimit,
  SignalRecord,
} from '../records/records.js';
import { askedFor, failure, signalText } from './attempt-row.js';
import { moreText } from './burst-row.js';
import { colour } from './colour.js';
import { commandText } from './command-text.js';
import type { Flood } from './floods.js';
import { nextCommands } from './next-commands.js';
import { commonOutcome, durationText, signalOutcomeText, timesCell } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { printable } from './printable.js';
import { rowFormatter, type RowOptions } from './row-formatter.js';
import type { SignalWithOutcome } from './rows.js';
import { count, ends, named, originText, timeOfDay } from './wording.js';

/** On a terminal a command line is cut to this many columns; some have 100 kB. JSON has all of them. */
const MOST_OF_COMMAND = 400;

/** Writes a short block per signal: each known fact with its name, then commands that show more. */
export function long({ colour: coloured, cut, ...options }: RowOptions): Formatter {
  const most = cut ? MOST_OF_COMMAND : Infinity;
  return rowFormatter('', options, {
    began: ({ time }) => `Tracing since ${time}\n\n`,
    signals: (members) =>
      members
        .map((signal, i) => {
          const text = block(signal, i > 0, most);
          return `${coloured ? colour(text, [signal]) : text}\n\n`;
        })
        .join(''),
    flood: (flood) => {
      const { first, later, count: all } = flood;
      const outcome = timesCell(commonOutcome(first), all);
      if (later) return `${lateLine(first, outcome)}\n\n`;
      const text = `${block(first, false, most)}\n${floodLine(flood, outcome)}`;
      return `${coloured ? colour(text, [first]) : text}\n\n`;
    },
    burst: (record) => `${burstBlock(record, most)}\n\n`,
    attempt: (record) => `${attemptBlock(record, most)}\n\n`,
    laterOutcome: (earlier, outcome) => `${lateLine(earlier, outcome)}\n\n`,
    notice: (text) => `! ${text}\n\n`,
  });
}

/**
 * @param sameSender the block above has the same sender
 * @param most terminal columns of a command line
 */
function block(signal: SignalWithOutcome, sameSender: boolean, most: number): string {
  const record = signal.signal;
  const { from } = ends(record);
  const { signal: name, signo, scope, result, late, time } = record;
  const whole = scope === 'process' ? 'the whole process' : 'the thread alone';
  const lines = [
    `${name} (${signo}) at ${time}${late === true ? ', out of its place' : ''}`,
    ...(typeof from === 'string'
      ? [`  from    ${NOBODY[from]}${causedBy(record)}`]
      : sameSender
        ? [`  from    ${nameAndId(from)}, as above`]
        : processLines('from', from, '', most)),
    ...processLines('to', record.target, `, ${whole}`, most),
    `  origin  ${record.origin}${moreOfOrigin(record)} (${codesText(record)})`,
    `  result  ${result ?? 'queued'}`,
    `  outcome ${signalOutcomeText(signal)}${inThread(signal)}`,
    ...oomLines(record),
    ...escalationLines(signal),
    ...nextCommands(signal).map((command) => `  next    ${command}`),
  ];
  return lines.join('\n');
}

/** Returns what is known of an origin beside its name. */
function moreOfOrigin({ rlimit, syscall, parent_thread }: SignalRecord): string {
  if (rlimit !== undefined) return ` ${rlimit.name}${limitText(rlimit)}`;
  if (syscall !== undefined) return ` of ${syscall.name ?? 'system call'} (${syscall.nr})`;
  return parent_thread === true ? ": the parent's thread alone has ended" : '';
}

const LIMIT_UNITS = { cpu: 's', rttime: 'µs', fsize: 'bytes' };

function limitText({ name, value }: Rlimit): string {
  return value === undefined ? '' : `, a limit of ${count(value)} ${LIMIT_UNITS[name]}`;
}

/** Returns si_code with the kernel's name for it, unless the origin already shows that name. */
function codesText(record: SignalRecord): string {
  const { si_code, code, errno } = record;
  const name = code === undefined || code === originText(record) ? '' : ` ${code}`;
  const error = errno === undefined || errno === 0 ? '' : `, si_errno ${errno}`;
  return `si_code ${si_code ?? 'not known'}${name}${error}`;
}

/** Names the thread that took the signal, where it is not the one that the kernel named. */
function inThread({ signal, outcome }: SignalWithOutcome): string {
  const tid = outcome?.taken_by;
  return tid === undefined || tid === signal.target.tid ? '' : ` in thread ${tid}`;
}

/** Returns the block of the signals of a flood that were left out. */
function burstBlock(record: BurstRecord, most: number): string {
  const { signal, signo, sender, target, origin, from, to } = record;
  const nobody = NOBODY[sender === null ? '-' : '?'];
  return [
    `${signal} (${signo}) ${moreText(record)} from ${from} to ${to}, which -a shows one by one`,
    ...(sender ? processLines('from', sender, '', most) : [`  from    ${nobody}`]),
    ...(target === undefined ? [] : processLines('to', target, '', most)),
    ...(origin === undefined ? [] : [`  origin  ${origin}`]),
  ].join('\n');
}

/** Returns the block of a call that failed. */
function attemptBlock(record: AttemptRecord, most: number): string {
  const { syscall, time, sender, target, signo, late } = record;
  const asks = signo === 0 ? ', which only asks whether a signal could be sent' : '';
  return [
    `${syscall} of ${signalText(record)} at ${time}${late === true ? ', out of its place' : ''}${asks}`,
    ...processLines('from', sender, '', most),
    `  for     ${askedFor(record)}`,
    ...(target === undefined ? [] : processLines('to', target, '', most)),
    `  outcome ${failure(record)}`,
  ].join('\n');
}

/** Tells that a block stands for many. */
function floodLine({ epochUs, oneSender, oneTarget }: Flood, outcome: string): string {
  const ends = [oneSender ? '' : 'senders', oneTarget ? '' : 'targets'].filter((end) => end !== '');
  const others = ends.length === 0 ? '' : `; ${ends.join(' and ')} of the same name`;
  return `  in all  ${outcome}, the last at ${timeOfDay(epochUs)}${others}`;
}

function lateLine({ signal }: SignalWithOutcome, outcome: string): string {
  return `${signal.signal} to ${nameAndId(signal.target)}, later: ${outcome}`;
}

const NOBODY = { '-': 'nobody: the kernel by itself', '?': 'not known' };

/** Names the task that closed the terminal, or else the one on the processor. */
function causedBy({ current, closed_by }: SignalRecord): string {
  if (closed_by !== undefined) {
    return ` (the terminal was closed by ${printable(closed_by.comm)}[${closed_by.pid}])`;
  }
  return current === undefined
    ? ''
    : ` (on the processor: ${printable(current.comm)}[${current.pid}])`;
}

function processLines(title: string, process: Process, more: string, most: number): string[] {
  const { cmd, ancestors = [] } = process;
  return [
    `  ${title.padEnd(7)} ${processText(process)}${more}`,
    ...(cmd === undefined ? [] : [`          ${commandText(cmd, most)}`]),
    ...ancestors.map(
      ({ pid, comm, cmd: line }, depth) =>
        `          ${'  '.repeat(depth)}< ${commandText(line ?? comm, most)}[${pid}]`,
    ),
  ];
}

function nameAndId(process: Process): string {
  const { name, id } = named(process);
  return name + id;
}

/** Describes a process by its name and ids, and by its unit, container and pod. */
function processText(process: Process): string {
  const { tid, pid, uid, gid, user, loginuid, ppid, nspid, exe, unit, container, pod } = process;
  const more = [
    tid !== pid && pid !== undefined ? `thread ${tid}` : '',
    uid === undefined ? '' : `uid ${uid}${user === undefined ? '' : ` ${printable(user)}`}`,
    gid === undefined ? '' : `gid ${gid}`,
    loginuid === undefined ? '' : `login ${loginuid}`,
    ppid === undefined ? '' : `parent ${ppid}`,
    nspid === undefined ? '' : `pid ${nspid} to itself`,
    exe === undefined ? '' : printable(exe),
    unit === undefined ? '' : printable(unit),
    container === undefined ? '' : `container ${container.slice(0, 12)}`,
    pod === undefined ? '' : `pod ${pod}`,
  ].filter((text) => text !== '');
  return `${nameAndId(process)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function oomLines({ oom }: SignalRecord): string[] {
  if (oom === undefined) return [];
  const { cgroup, limit, rss, trigger } = oom;
  const parts = [
    cgroup === undefined ? '' : `limit of ${printable(cgroup)}`,
    limit === undefined ? '' : mib(limit),
    rss === undefined ? '' : `it had ${mib(rss)}`,
    trigger === undefined ? '' : `asked for by ${printable(trigger.comm)}[${trigger.pid}]`,
  ].filter((part) => part !== '');
  return [`  memory  ${parts.join(', ')}`];
}

function escalationLines({ escalation }: SignalWithOutcome): string[] {
  if (escalation === undefined) return [];
  const steps = escalation.steps.map(({ signal, outcome }) =>
    outcome === undefined ? signal : `${signal} (${outcome})`,
  );
  return [`  after   ${steps.join(', then ')}; grace ${durationText(escalation.grace_ns)}`];
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
