import stringWidth from 'string-width';

import type { Process } from '../records/records.js';
import { clipped, printable } from './printable.js';
import { named, shortName } from './wording.js';

/** Interpreters, which a script would be named after if they ran one. */
const INTERPRETERS: ReadonlySet<string> = new Set([
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'fish', 'ksh', 'python3', 'python', 'node', 'perl'],
]);
/** Programs that only start another program. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...['busybox', 'su', 'sudo', 'doas', 'env', 'timeout', 'xargs', 'watch', 'nohup', 'setsid'],
  ...['nice', 'time', 'script', 'tini', 'unshare', 'dumb-init', 'catatonit', 'docker-init'],
  ...['conmon', 'login'],
]);
const SHORT_ID = 12;
/** An addition that is cut to less is left out: ` <p…`. */
const LEAST_ADDED = 5;
/** The summary keeps many labels, so each is cut to this many terminal columns. */
const MOST_OF_LABEL = 200;

/** The parts of one end's text. */
export interface EndParts {
  /** The label's beginning, which goes last. */
  readonly name: string;
  readonly label: string;
  readonly id: string;
  readonly added: string;
}

/** Returns the name of a process and the arguments that follow what it is named after. */
export function commandLabel(process: Process): string {
  const { cmdline: [program = '', ...args] = [] } = process;
  const name = shortName(process);
  if (program.startsWith(name)) return printable([program, ...args].join(' ').trim());
  const at = args.findIndex((arg) => fileName(arg) === name || arg.endsWith(`.${name}`));
  return printable([name, ...args.slice(at + 1)].join(' ').trim());
}

function fileName(path: string): string {
  return path.replace(/^.*\//s, '');
}

/** Returns the label without numeric arguments such as pids, so that repeated commands are equal. */
export function labelWithoutNumbers(process: Process): string {
  const words = commandLabel(process).split(' ');
  const label = words.filter((word, i) => i === 0 || !/^-?\d+$/.test(word)).join(' ');
  return clipped(label, MOST_OF_LABEL);
}

/** Returns `[882]`, or `[1=882]` where the process itself sees another pid, 1. */
export function idOf(process: Process): string {
  const { id } = named(process);
  return process.nspid === undefined || process.pid === undefined
    ? id
    : `[${process.nspid}=${process.pid}]`;
}

/** Fits a sender into a number of terminal columns: `timeout 5 make[701] <gitlab-runner`. */
export function senderText(process: Process, width: number): string {
  return endText(partsOf(process, launchedBy(process)), width);
}

/** Fits a target into a number of terminal columns: `java -jar a.jar[640] api.service`, or `… +11`. */
export function targetText(process: Process, others: number, width: number): string {
  const { unit, pod, container } = process;
  const owner = pod === undefined ? (container?.slice(0, SHORT_ID) ?? unit) : `pod ${pod}`;
  const parts = partsOf(process, owner === undefined ? '' : ` ${printable(owner)}`);
  // How many others there are stays whole, as the id does.
  return endText(others > 0 ? { ...parts, id: `${parts.id} +${others}`, added: '' } : parts, width);
}

function partsOf(process: Process, added: string): EndParts {
  const { name } = named(process);
  return { name, label: commandLabel(process), id: idOf(process), added };
}

/**
 * Joins label, id and an addition. The arguments in the label are cut first, then the addition, then the name; the
 * id stays whole.
 */
export function endText({ name, label, id, added }: EndParts, width: number): string {
  const room = width - id.length;
  const left = room - Math.min(stringWidth(name), room);
  const cut = clipped(added, left);
  // Two letters say nothing.
  const more = cut === added || cut.length > LEAST_ADDED ? cut : '';
  const space = room - stringWidth(more);
  // An ellipsis alone says nothing of arguments.
  const isBare = space < stringWidth(label) && space <= stringWidth(name) + 1;
  return clipped(isBare ? name : label, space) + id + more;
}

/** Names the ancestor that launched a sender, ` <cron`; empty where none says more. */
export function launchedBy(process: Process): string {
  const { ancestors = [] } = process;
  const launcher = ancestors.find(
    (ancestor) =>
      ancestor.pid !== 1 &&
      !WRAPPERS.has(ancestor.comm) &&
      !WRAPPERS.has(shortName(ancestor)) &&
      !INTERPRETERS.has(shortName(ancestor)),
  );
  if (launcher === undefined || shortName(launcher) === shortName(process)) return '';
  return ` <${printable(shortName(launcher))}`;
}
