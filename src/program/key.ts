import type { Line } from '../wire/line.js';
import { ARGUMENTS } from '../wire/lines/arguments.js';
import { ATTEMPT } from '../wire/lines/attempt.js';
import { DELIVERY } from '../wire/lines/delivery.js';
import { EXIT } from '../wire/lines/exit.js';
import { FLOOD } from '../wire/lines/flood.js';
import { ANCESTOR, PROCESS } from '../wire/lines/process.js';
import { PROOF } from '../wire/lines/proof.js';
import { SIGNAL } from '../wire/lines/signal.js';
import { TICK } from '../wire/lines/tick.js';
import { PLACE } from '../wire/place.js';
import { LONGEST } from './layout.js';
import { fieldsOf } from './print.js';

const LINES = [
  SIGNAL,
  DELIVERY,
  EXIT,
  ATTEMPT,
  PROCESS,
  ANCESTOR,
  ARGUMENTS,
  FLOOD,
  TICK,
  PROOF,
] as const;

/** The program's maps and what each holds. */
export const MAPS: Readonly<Record<string, string>> = {
  '@total': 'by CPU, its s lines so far',
  '@delivered': 'by CPU, its d lines',
  '@exited': 'by CPU, its x lines',
  '@attempted': 'by CPU, its f lines',
  '@halted': '1 once the tracer halts the flow',
  '@hidden': 'by signal number, signals that the noise filter held back',
  '@signals': 'by signal number, its s lines so far',
  '@thinned': 'by signal number, signals of floods that no line tells of',
  '@flood': 'by CPU and kind, the equal handled signals that came last',
  '@flood_until': 'when the second is over that began with the first of them',
  '@flood_size': 'how many have come',
  '@flood_last': 'when the last came that no line tells of',
  '@passing': 'by target and signal, the process that is about to take one of those',
  '@tracked': 'by pid, 1 for a target of a traced signal until it ends',
  '@term': 'the newest senders and targets of SIGTERM',
  '@untold': 'by CPU, the key of a process that w, p and a lines have yet to describe',
  '@announced': 'by the lowest bits of the pid, the last key that they described',
  '@in_probe': 'by CPU, the time until which a probe counts as running there',
  '@skipped': 'events left out, since they came in the middle of a probe',
  '@layout': 'the proven layout of pids in this kernel',
  '@asked': 'by thread, signal and first argument of its running call of the kill family',
  '@second': 'by thread, the thread that this call asks for',
  '@sum': 'all lines at the last tick',
  '@calm': 'ticks since the last line',
  '@reported': 'by CPU, the lines at its own last tick',
  '@quiet': 'by CPU, its own ticks since its last line',
};

/** Renders the comments that begin a program: its title, its parameters, its maps and its lines. */
export function key(title: string, program: string, core: boolean): string {
  const used = (name: string) => new RegExp(`${name}(?!\\w)`).test(program);
  const maps = Object.entries(MAPS).filter(([name]) => used(name));
  const lines = LINES.filter(({ letter }) => program.includes(`printf("${letter}|`));
  const numbered = lines.filter(({ numbered }) => numbered).map(({ letter }) => letter);
  return comment([
    title,
    'Parameters, all pids:',
    '  $1: the wrapper that runs bpftrace; its SIGURG to itself proves the path, its SIGWINCH to itself halts the flow',
    "  $2 to $6: the tracer's other processes",
    'Maps:',
    ...packed(
      maps.map(([name, meaning]) => `${name}: ${meaning}`),
      '; ',
      '  ',
      '  ',
    ),
    'Lines, with a bar between the fields. Names have a fixed width and no bar.',
    ...packed(
      Object.entries(PLACE).map(described),
      ', ',
      `  ${numbered.join(', ')}  begin with `,
      '     ',
    ),
    ...lines.flatMap((line) => describe(line as Line<never>, core)),
  ]);
}

function describe(line: Line<never>, core: boolean): string[] {
  const fields = fieldsOf(line, core).filter(([name]) => !line.numbered || !(name in PLACE));
  return packed(fields.map(described), ', ', `  ${line.letter}  ${line.meaning}: `, '     ');
}

/** A field's name, with its meaning if the name alone does not say it. */
function described([name, { meaning }]: readonly [string, { readonly meaning?: string }]): string {
  return meaning === undefined ? name : `${name} (${meaning})`;
}

/** Puts as many parts on each line as an operator can read. */
function packed(
  parts: readonly string[],
  separator: string,
  first: string,
  next: string,
): string[] {
  const rows = [first];
  for (const [i, part] of parts.entries()) {
    const text = i === parts.length - 1 ? part : part + separator;
    const row = rows.at(-1) ?? '';
    const isEmpty = row === first || row === next;
    if (!isEmpty && '// '.length + row.length + text.trimEnd().length > LONGEST)
      rows.push(next + text);
    else rows[rows.length - 1] = row + text;
  }
  return rows;
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `// ${line}`.trimEnd() + '\n').join('');
}
