import type { Process } from '../schema/records.js';
import { clipped, printable } from './printable.js';
import { named } from './wording.js';

/** They only start what is meant. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'fish', 'ksh', 'busybox', 'su', 'sudo', 'doas', 'env'],
  ...['timeout', 'xargs', 'watch', 'nohup', 'setsid', 'nice', 'time', 'script', 'tini', 'unshare'],
  ...['dumb-init', 'catatonit', 'docker-init', 'conmon', 'login', 'python3', 'node', 'perl'],
]);
const SHORT_ID = 12;

/** A process as people call it: its command line without the folders of its program. */
export function calledAs(process: Process): string {
  const [program, ...args] = process.cmdline ?? [];
  if (program === undefined || program === '') return printable(process.comm);
  return printable([program.replace(/^.*\//s, ''), ...args].join(' ').trim());
}

/** The pid, and the one that it sees itself as. */
function idOf(process: Process): string {
  const { id } = named(process);
  return process.nspid === undefined || process.pid === undefined
    ? id
    : `[${process.nspid}=${process.pid}]`;
}

/** `timeout 5 make[701] <gitlab-runner`, in so many columns; the pid stays. */
export function senderText(process: Process, width: number): string {
  const notable = notableAncestor(process);
  return endText(process, notable === undefined ? '' : ` <${printable(notable)}`, width);
}

/** `java -jar a.jar[640] api.service`, in so many columns, `+ 11` more of them. */
export function targetText(process: Process, others: number, width: number): string {
  const { unit, pod, container } = process;
  const place = pod === undefined ? (container?.slice(0, SHORT_ID) ?? unit) : `pod ${pod}`;
  const more = others > 0 ? ` +${others}` : place === undefined ? '' : ` ${printable(place)}`;
  return endText(process, more, width);
}

/** What is added gives way first, then the name; the pid tells processes apart. */
function endText(process: Process, added: string, width: number): string {
  const id = idOf(process);
  const name = calledAs(process);
  const room = width - id.length;
  const least = Math.min(name.length, Math.floor(room / 2));
  const more = clipped(added, Math.max(0, room - least));
  return clipped(name, room - (more === '…' ? 0 : more.length)) + id + (more === '…' ? '' : more);
}

/** The nearest ancestor that is more than a shell or a wrapper; none where that is pid 1. */
export function notableAncestor({ ancestors = [], comm }: Process): string | undefined {
  const notable = ancestors.find(({ pid, comm: name }) => pid !== 1 && !WRAPPERS.has(name));
  return notable === undefined || notable.comm === comm ? undefined : notable.comm;
}
