import { either, every } from './clauses.js';
import { stringLiteral, WORD_BYTES, wordOf } from './literal.js';
import type { Terms } from './terms.js';
import type { Who } from './who.js';

/** TASK_COMM_LEN less the final NUL: bytes of a comm. */
const LONGEST_COMM = 15;

/** The expressions for the names of one end's task. */
interface Names {
  readonly comms: readonly string[];
  /** undefined: this program cannot read it. */
  readonly exe: string | undefined;
}

/** Returns a clause that holds if the current task is one of these; undefined if the kernel cannot tell. */
export function senderClause(whos: readonly Who[], terms: Terms): string | undefined {
  const { from, fromComms: comms, fromExe: exe, knowsCode } = terms;
  // The stack alone tells whether a process sent a signal that has no code.
  if (!knowsCode) return undefined;
  return anyOf(whos, { comms, exe }, (pid) => `${from} == ${pid}`);
}

/** Returns a clause that holds if the target is one of these; undefined if the kernel cannot tell. */
export function targetClause(whos: readonly Who[], terms: Terms): string | undefined {
  const { toComms: comms, toExe: exe, knowsTarget } = terms;
  // core knows only the id and the name of the target's thread, and 0.11 cannot compare that name.
  if (!knowsTarget) return undefined;
  // The tracepoint's thread id is known even if the task was not found.
  return anyOf(whos, { comms, exe }, (pid) =>
    either([`$to == ${pid}`, every(['$to == 0', `$tid == ${pid}`])]),
  );
}

/** Returns the clause that the current task sent the signal and that these clauses hold for it. */
export function sentClause(clauses: readonly string[], { sent }: Terms): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length === 0 ? '' : every([`(${sent})`, ...said]);
}

/** Returns one clause for all of them; undefined if one of them has none. */
function anyOf(
  whos: readonly Who[],
  { comms, exe }: Names,
  pidClause: (pid: number) => string,
): string | undefined {
  const clauses: string[] = [];
  for (const who of whos) {
    if (who.kind === 'pid') clauses.push(pidClause(who.pid));
    else if (who.kind === 'name' && exe !== undefined)
      clauses.push(...nameClauses(who, comms, exe));
    else return undefined;
  }
  const scripts = exe !== undefined && whos.some((who) => who.kind === 'name' && who.scripts);
  return either([...clauses, ...(scripts ? [`${exe} == 0`] : [])]);
}

/** Returns clauses that hold for the processes of this name, and for some others. */
function nameClauses(
  { name, programs = [] }: Extract<Who, { kind: 'name' }>,
  comms: readonly string[],
  exe: string,
): string[] {
  const fits = Buffer.byteLength(name) <= LONGEST_COMM;
  // A title goes on after the program's name: nginx: master process.
  const [program = name] = name.split(/[: ]/);
  return [
    ...(fits ? comms.map((comm) => `${comm} == ${stringLiteral(name)}`) : []),
    ...[program === '' ? name : program, ...programs].map((file) => beginsWith(exe, file)),
  ];
}

/** Compares the first 8 bytes with as many of a name: php-fpm8.2 begins with php-fpm. */
function beginsWith(exe: string, name: string): string {
  const bytes = Buffer.from(name).subarray(0, WORD_BYTES);
  return `(${exe} & FIRST_${bytes.length}) == 0x${wordOf(bytes).toString(16)}`;
}
