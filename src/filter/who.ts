import { usage } from '../errors.js';
import { checkNumber, shown } from './checks.js';
import { CONTAINER } from './container.js';
import { POD } from './pod.js';
import { quote } from './quote.js';
import { UNIT } from './unit.js';

/** PID_MAX_LIMIT of a 64-bit kernel: every pid is below it. */
export const PID_LIMIT = 4_194_304;
/** Bytes of a file name (NAME_MAX), which no other name of a process exceeds. */
const LONGEST_NAME = 255;

/** A way to name a process or a group of them. */
export type Who =
  | { readonly kind: 'pid'; readonly pid: number }
  /** Name of the thread, of the main thread, of the program, of argv[0], or of the script that it runs. */
  | {
      readonly kind: 'name';
      readonly name: string;
      /** File names of programs that run by this name now (withPrograms), which the kernel compares too. */
      readonly programs?: readonly string[];
      /** Any interpreter may run a script of this name. */
      readonly scripts?: boolean;
    }
  /** A pattern for the command line, its arguments joined by spaces; matched in user space. */
  | { readonly kind: 'command'; readonly pattern: RegExp }
  /** A systemd unit or slice, with or without `.service`. */
  | { readonly kind: 'unit'; readonly unit: string }
  /** A container's id, or its first digits. */
  | { readonly kind: 'container'; readonly container: string }
  /** A Kubernetes pod's uid. */
  | { readonly kind: 'pod'; readonly pod: string };

const FORMS = 'give a pid, a name or a /regex/';

/**
 * Parses WHO of the command line: `882`, `nginx`, `/re/`, `/re/i`, `nginx.service`,
 * `unit/nginx`, `container/4bd1`, `pod/UID`.
 *
 * @param flag name of the value in messages
 * @throws SignalsTraceError `usage`
 */
export function parseWho(flag: string, text: string): Who {
  if (/^\d+$/.test(text)) return { kind: 'pid', pid: Number(text) };
  if (/^-\d+$/.test(text)) {
    throw usage(
      `${flag} ${text}: no pid is negative`,
      'a signal to a process group is traced by its members: give the pid or the name of one',
    );
  }
  const [, pattern, flags = ''] = /^\/(.+)\/(i?)$/s.exec(text) ?? [];
  if (pattern !== undefined) return { kind: 'command', pattern: regex(flag, text, pattern, flags) };
  const [, place, name = ''] = /^(unit|container|pod)\/(.*)$/s.exec(text) ?? [];
  if (place === 'unit') return { kind: 'unit', unit: name };
  if (place === 'container') return { kind: 'container', container: name };
  if (place === 'pod') return { kind: 'pod', pod: name };
  if (/^[^/]+\.(?:service|scope|slice|socket)$/.test(text)) return { kind: 'unit', unit: text };
  return { kind: 'name', name: text };
}

function regex(flag: string, text: string, pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, `u${flags}`);
  } catch (error) {
    throw usage(
      `${flag} ${quote(text)} is no regular expression: ${reason(error)}`,
      'with a backslash before it, each of ^ $ . * + ? ( ) [ ] { } | / stands for itself',
    );
  }
}

/** Returns the part of RegExp's message that follows the expression. */
function reason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^.*: /s, '') : String(error);
}

/** @throws SignalsTraceError `usage` for a process that cannot exist */
export function checkWho(name: string, who: Who): void {
  switch (who.kind) {
    case 'pid':
      if (Number.isInteger(who.pid) && who.pid >= PID_LIMIT) {
        throw usage(`${name} ${who.pid}: no pid is that large`, `pids end before ${PID_LIMIT}`);
      }
      checkNumber(name, who.pid, 0, PID_LIMIT - 1);
      return;
    case 'name':
      checkName(name, who.name);
      return;
    case 'command':
      if (!((who.pattern as unknown) instanceof RegExp)) {
        throw usage(`${name}: ${shown(who.pattern)} is no regular expression`, 'give a RegExp');
      }
      return;
    case 'unit':
      UNIT.check(name, who.unit);
      return;
    case 'container':
      CONTAINER.check(name, who.container);
      return;
    case 'pod':
      POD.check(name, who.pod);
      return;
    default:
      // A caller of the library may use no types.
      throw usage(`${name}: ${shown(who)} names no process`, FORMS);
  }
}

function checkName(name: string, called: unknown): void {
  if (typeof called !== 'string' || called === '') throw usage(`${name} is empty`, FORMS);
  if (called.includes('\0')) {
    throw usage(`${name} ${quote(called)}: no name holds a NUL`, 'give it without');
  }
  if (Buffer.byteLength(called, 'utf8') > LONGEST_NAME) {
    throw usage(
      `${name} ${shown(called)}: no name has more than ${LONGEST_NAME} bytes`,
      "give '/regex/' to search the command line",
    );
  }
}

/** @throws SignalsTraceError `usage` for a process that cannot exist or never gets a signal */
export function checkTarget(name: string, who: Who): void {
  checkWho(name, who);
  if (who.kind === 'pid' && who.pid === 0) {
    throw usage(
      `${name} 0: the kernel's idle task is never signalled`,
      'give a pid from 1 up; for what interrupts of idle processors send, --from 0',
    );
  }
}

/** Returns whether these need command lines, and whether they need cgroups. */
export function needsOf(whos: readonly Who[]): { commandLines: boolean; cgroups: boolean } {
  return {
    commandLines: whos.some(({ kind }) => kind === 'command' || kind === 'name'),
    cgroups: whos.some(({ kind }) => kind === 'unit' || kind === 'container' || kind === 'pod'),
  };
}
