import type { Process } from '../records/records.js';
import { clipped, printable } from './printable.js';
import { named } from './wording.js';

/** They run what is meant: a script, whose name tells. */
const INTERPRETERS: ReadonlySet<string> = new Set([
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'fish', 'ksh', 'python3', 'node', 'perl'],
]);
/** They only start what is meant. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['busybox', 'su', 'sudo', 'doas', 'env', 'timeout', 'xargs', 'watch', 'nohup', 'setsid'],
  ...['nice', 'time', 'script', 'tini', 'unshare', 'dumb-init', 'catatonit', 'docker-init'],
  ...['conmon', 'login'],
]);
const SHORT_ID = 12;
/** Columns of a command by which kinds are told apart: many of them are kept. */
const MOST_OF_KIND = 200;

type Ancestor = NonNullable<Process['ancestors']>[number];

/** A process as people call it: its command line without the folders of its program. */
export function commandLabel(process: Process): string {
  const [program, ...args] = process.cmdline ?? [];
  if (program === undefined || program === '') return printable(process.comm);
  return printable([program.replace(/^.*\//s, ''), ...args].join(' ').trim());
}

/** What it is, whichever process that may be: as it is called, but for numbers, such as pids. */
export function labelWithoutNumbers(process: Process): string {
  const words = commandLabel(process).split(' ');
  const kind = words.filter((word, i) => i === 0 || !/^-?\d+$/.test(word)).join(' ');
  return clipped(kind, MOST_OF_KIND);
}

/** The pid, and the one that it sees itself as. */
export function idOf(process: Process): string {
  const { id } = named(process);
  return process.nspid === undefined || process.pid === undefined
    ? id
    : `[${process.nspid}=${process.pid}]`;
}

/** `timeout 5 make[701] <gitlab-runner`, in so many columns; the pid stays. */
export function senderText(process: Process, width: number): string {
  return endText(commandLabel(process), idOf(process), launchedBy(process), width);
}

/** `java -jar a.jar[640] api.service`, in so many columns, `+ 11` more of them. */
export function targetText(process: Process, others: number, width: number): string {
  const { unit, pod, container } = process;
  const place = pod === undefined ? (container?.slice(0, SHORT_ID) ?? unit) : `pod ${pod}`;
  const more = others > 0 ? ` +${others}` : place === undefined ? '' : ` ${printable(place)}`;
  return endText(commandLabel(process), idOf(process), more, width);
}

/** What is added gives way first, then the name; the pid tells processes apart. */
export function endText(name: string, id: string, added: string, width: number): string {
  const room = width - id.length;
  const least = Math.min(name.length, Math.floor(room / 2));
  const more = clipped(added, Math.max(0, room - least));
  return clipped(name, room - (more === '…' ? 0 : more.length)) + id + (more === '…' ? '' : more);
}

/** ` <cron`, who is behind a sender; nothing where nobody is that tells. */
export function launchedBy({ ancestors = [], comm }: Process): string {
  for (const ancestor of ancestors) {
    const name = tellingName(ancestor);
    if (name !== undefined) return name === comm ? '' : ` <${printable(name)}`;
  }
  return '';
}

/** Of what is more than a shell or a wrapper, or of the script that a shell runs. */
function tellingName({ pid, comm, cmd = '' }: Ancestor): string | undefined {
  if (pid === 1 || WRAPPERS.has(comm)) return undefined;
  if (!INTERPRETERS.has(comm)) return comm;
  // Of what comes from a pipe, the path tells nothing.
  const script = /^\S+ (?!-|\/dev\/|\/proc\/)(\S+)/.exec(cmd)?.[1];
  return script?.replace(/^.*\//s, '');
}
