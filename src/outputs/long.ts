import type { Process, SignalRecord } from '../records/records.js';
import { colour } from './colour.js';
import { nextCommands } from './next-commands.js';
import { durationText, exitText, outcomeOf, outcomeText } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { clipped, printable } from './printable.js';
import { Rows, type Shown, type SignalWithOutcome } from './rows.js';
import { ends, named, notice, way } from './wording.js';

/** Columns of a command line; some have 100 kB, and JSON has all of them. */
const MOST_OF_COMMAND = 400;

/** A short block a signal: each thing that is known, named, and what to type next. */
export function long(coloured: boolean, now: () => number): Formatter {
  const rows = new Rows();
  const textOf = (shown: Shown): string => {
    switch (shown.kind) {
      case 'signals': {
        const texts = shown.members.map((fated, i) => {
          const text = block(fated, i > 0);
          return coloured ? colour(text, [fated]) : text;
        });
        return texts.map((text) => `${text}\n\n`).join('');
      }
      case 'fate': {
        const { of, record } = shown;
        const fate = record.type === 'exit' ? exitText(record.exit) : outcomeText(record);
        return `${of.signal.signal} to ${called(of.signal.target)}, later: ${fate}\n\n`;
      }
      case 'other': {
        const text = notice(shown.record);
        return text === '' ? '' : `! ${text}\n\n`;
      }
    }
  };
  return {
    head: '',
    record: (record) => {
      rows.push(record, now());
      return '';
    },
    due: () => rows.due(now()).map(textOf).join(''),
    flush: () => rows.flush().map(textOf).join(''),
  };
}

/** @param again the sender is the one of the block above */
function block(fated: SignalWithOutcome, again: boolean): string {
  const record = fated.signal;
  const { from } = ends(record);
  const { signal, signo, si_code, code, errno, scope, result, late, time } = record;
  const known = code === undefined || code === way(record) ? '' : ` ${code}`;
  const error = errno === undefined || errno === 0 ? '' : `, si_errno ${errno}`;
  const codes = `si_code ${si_code ?? 'not known'}${known}${error}`;
  const whole = scope === 'process' ? 'the whole process' : 'the thread alone';
  const lines = [
    `${signal} (${signo}) at ${time}${late === true ? ', out of its place' : ''}`,
    ...(typeof from === 'string'
      ? [`  from    ${NOBODY[from]}${onProcessor(record)}`]
      : again
        ? [`  from    ${called(from)}, as above`]
        : processLines('from', from, '')),
    ...processLines('to', record.target, `, ${whole}`),
    `  way     ${record.origin} (${codes})`,
    `  result  ${result ?? 'queued'}`,
    `  fate    ${outcomeOf(fated)}${inThread(fated)}`,
    ...oomLines(record),
    ...escalationLines(fated),
    ...nextCommands(fated).map((command) => `  next    ${command}`),
  ];
  return lines.join('\n');
}

/** Where the kernel named one thread, and another took it. */
function inThread({ signal, outcome }: SignalWithOutcome): string {
  const tid = outcome?.taken_by;
  return tid === undefined || tid === signal.target.tid ? '' : ` in thread ${tid}`;
}

const NOBODY = { '-': 'nobody: the kernel by itself', '?': 'not known' };

function onProcessor({ current }: SignalRecord): string {
  return current === undefined
    ? ''
    : ` (on the processor: ${printable(current.comm)}[${current.pid}])`;
}

function processLines(title: string, process: Process, more: string): string[] {
  const { cmd, ancestors = [] } = process;
  return [
    `  ${title.padEnd(7)} ${headOf(process)}${more}`,
    ...(cmd === undefined ? [] : [`          ${command(cmd)}`]),
    ...ancestors.map(
      ({ pid, comm, cmd: line }, depth) =>
        `          ${'  '.repeat(depth)}< ${command(line ?? comm)}[${pid}]`,
    ),
  ];
}

function command(line: string): string {
  return clipped(printable(line), MOST_OF_COMMAND);
}

function called(process: Process): string {
  const { name, id } = named(process);
  return name + id;
}

/** Name and ids, and where it belongs. */
function headOf(process: Process): string {
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
  return `${called(process)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
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
