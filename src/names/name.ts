import { isInterpreter, scriptOf } from './script.js';

/** A title has at most this many words after its first, or after its last label. */
const TITLE_WORDS = 2;
/** A title is read up to here, and a name is cut here, with an ellipsis. */
const LONGEST_TITLE = 1024;
const LONGEST_NAME = 64;
/** TASK_COMM_LEN less the final NUL. */
const COMM_BYTES = 15;
/** The name that Node.js gives its main thread from version 24 on. */
const NODE_24 = 'MainThread';

/** The facts that name a process. */
export interface Called {
  /** The thread's own name. */
  readonly comm: string;
  /** Path of the program. */
  readonly exe?: string | undefined;
  readonly cmdline?: readonly string[] | undefined;
}

/** The parts of Called that name a process; empty where there is none. */
interface Parts {
  /** File name of the program. */
  readonly program: string;
  /** File name of the first argument, or a title's first word without its colon. */
  readonly first: string;
  /** The first argument is a path, and no name that was made up (`exec -a`). */
  readonly isPath: boolean;
  /** Script, module or class that an interpreter runs. */
  readonly script: string;
  /** The beginning of a title that the process wrote over its arguments. */
  readonly title: string;
}

/**
 * The short name of a process, as a person would say it: what an interpreter runs, the beginning of a
 * title that the process wrote over its arguments, else the program.
 *
 * @returns undefined if nothing names it
 */
export function nameOf(called: Called): string | undefined {
  const name = fullName(called.comm, partsOf(called));
  if (name === undefined || name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Whether a person may call the process by this name. */
export function isCalled(called: Called, name: string): boolean {
  if (called.comm === name) return true;
  const parts = partsOf(called);
  const { program, first, script, title } = parts;
  const names = [program, first, script, title];
  return (name !== '' && names.includes(name)) || fullName(called.comm, parts) === name;
}

/** File name of the program; empty if it is not known. */
export function programOf({ exe = '' }: Pick<Called, 'exe'>): string {
  return fileName(exe.replace(/ \(deleted\)$/, ''));
}

function fullName(
  comm: string,
  { program, first, isPath, script, title }: Parts,
): string | undefined {
  // Pid 1 is started as /sbin/init, and calls itself systemd.
  const isItself = isPath && program.slice(0, COMM_BYTES) === comm;
  // Without arguments the thread's name says more than the program's, but for that of Node.js 24.
  const own = comm === NODE_24 ? '' : comm;
  // tmux titles itself by its thread's name, unless that is cut.
  const titled = comm.startsWith(`${first}: `) && Buffer.byteLength(comm) < COMM_BYTES ? comm : '';
  const names = [title, script, titled, isItself ? program : first, own, program, comm];
  return names.find((name) => name !== '');
}

function partsOf({ exe, cmdline = [] }: Called): Parts {
  const program = programOf({ exe });
  const [text = '', ...others] = cmdline;
  const isAlone = text !== exe && others.every((arg) => arg.trim() === '');
  const words = isAlone ? text.slice(0, LONGEST_TITLE).trim().split(/\s+/) : cmdline;
  const [own = '', ...args] = words;
  // A login shell has a dash before its name.
  const first = fileName(own.replace(/^-|:$/g, ''));
  const isTitle = isAlone && args.length > 0 && !own.startsWith('/');
  if (isTitle && !isInterpreter(own) && own !== program) {
    return { program, first, isPath: false, script: '', title: titleOf(words) };
  }
  const interpreter = [first, program].find(isInterpreter);
  const script = interpreter === undefined ? undefined : scriptOf(interpreter, args);
  return { program, first, isPath: own.includes('/'), script: script ?? '', title: '' };
}

/** The beginning of a title: its labels, and two words after the last. */
function titleOf(words: readonly string[]): string {
  const kept: string[] = [];
  let room = TITLE_WORDS;
  for (const [at, word] of words.entries()) {
    const isLabel = /^[^/].*:$/.test(word);
    if (at > 0 && !isLabel && (room === 0 || isDetail(word))) break;
    if (isLabel) room = TITLE_WORDS;
    else if (at > 0) room--;
    kept.push(word);
  }
  const name = kept.join(' ').replace(/:$/, '');
  return name.startsWith('[') ? name.replace(/[[\]]/g, '') : name;
}

/** Paths, addresses, numbers, options and what stands in brackets say more than a name does. */
function isDetail(word: string): boolean {
  return /^[/([{<*.\d-]|:\/\//.test(word);
}

function fileName(path: string): string {
  return path.replace(/^.*\//s, '');
}
