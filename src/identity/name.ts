import { isInterpreter, scriptOf } from './script.js';

/** A title has at most this many words after its first, or after its last label. */
const TITLE_WORDS = 2;
const LONGEST = 64;
/** TASK_COMM_LEN less the final NUL. */
const COMM_BYTES = 15;

/** What a process is called by. */
export interface Called {
  /** The thread's own name. */
  readonly comm: string;
  /** Path of the program. */
  readonly exe?: string | undefined;
  readonly cmdline?: readonly string[] | undefined;
}

/**
 * The short name of a process, as a person would say it: what an interpreter runs, the beginning of a
 * title that the process wrote over its arguments, else the program.
 *
 * @returns undefined if nothing names it
 */
export function nameOf(called: Called): string | undefined {
  const name = fullName(called);
  if (name === undefined || name.length <= LONGEST) return name;
  return `${[...name.slice(0, LONGEST)].slice(0, -1).join('')}…`;
}

function fullName({ comm, exe, cmdline = [] }: Called): string | undefined {
  const program = exe === undefined ? '' : fileName(exe.replace(/ \(deleted\)$/, ''));
  const [first = '', ...others] = cmdline;
  const isAlone = others.every((arg) => arg.trim() === '');
  const words = isAlone && first !== exe ? first.split(/\s+/).filter((word) => word !== '') : [];
  const [begin = ''] = words;
  const isLine = begin.startsWith('/') || isInterpreter(begin) || begin === program;
  if (words.length > 1 && !isLine) return titleName(words);
  const [own = '', ...args] = words.length > 0 ? words : cmdline;
  return commandName(comm, program, own, args) ?? known(comm);
}

/** The name of a program that left its arguments alone. */
function commandName(comm: string, program: string, own: string, args: readonly string[]) {
  // A login shell has a dash before its name, a title may end with its label.
  const called = fileName(own.replace(/^-|:$/g, ''));
  const interpreter = [called, program].find(isInterpreter);
  const script = interpreter === undefined ? undefined : scriptOf(interpreter, args);
  if (script !== undefined) return script;
  // Pid 1 is called init by who starts it, and systemd by itself.
  const isItself = program !== '' && program.slice(0, COMM_BYTES) === comm;
  return known(isItself ? program : called) ?? known(program);
}

/** The beginning of a title: its labels, and two words after the last. */
function titleName(words: readonly string[]): string {
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

function known(name: string): string | undefined {
  return name === '' ? undefined : name;
}
