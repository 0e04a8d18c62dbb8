import type { Field } from '../wire/field.js';
import type { Line } from '../wire/line.js';
import { ARGUMENTS } from '../wire/lines/arguments.js';
import { ATTEMPT } from '../wire/lines/attempt.js';
import { DELIVERY } from '../wire/lines/delivery.js';
import { EXIT } from '../wire/lines/exit.js';
import { ANCESTOR, PROCESS } from '../wire/lines/process.js';
import { PROOF } from '../wire/lines/proof.js';
import { SIGNAL } from '../wire/lines/signal.js';
import { TICK } from '../wire/lines/tick.js';
import { fieldsOf } from './print.js';

const LINES = [SIGNAL, DELIVERY, EXIT, ATTEMPT, PROCESS, ANCESTOR, ARGUMENTS, TICK, PROOF] as const;

/** The program's maps and what each holds. */
export const MAPS: Readonly<Record<string, string>> = {
  '@total': 'by CPU, the s lines that it has written',
  '@delivered': 'by CPU, the d lines',
  '@exited': 'by CPU, the x lines',
  '@attempted': 'by CPU, the f lines',
  '@halted': '1 once the tracer has halted the flow',
  '@hidden': 'by signal number, what the noise filter has held back',
  '@tracked': 'by pid, 1 for the targets of traced signals that have not ended',
  '@term': 'the newest senders and targets of SIGTERM',
  '@untold': 'by CPU, the key of a process that w, p and a lines have yet to tell of',
  '@announced': 'by the lowest bits of the pid, the last key that they have told of',
  '@in_probe': 'by CPU, until when another probe counts as running there',
  '@skipped': 'events that came in the middle of another probe and were left out',
  '@layout': 'how this kernel lays out its pids, once that is proven',
  '@asked': 'by thread, what the running call of the kill family asks for',
  '@second': 'by thread, the thread that such a call asks for',
  '@sum': 'all lines written at the last tick',
  '@calm': 'ticks since the last line',
  '@reported': 'by CPU, the lines written at its last own tick',
  '@quiet': 'by CPU, its own ticks since its last line',
};

/** The comments that begin a program: what it traces, its parameters, its maps and its lines. */
export function key(title: string, program: string, core: boolean): string {
  const used = (name: string) => new RegExp(`${name.replace('$', '\\$')}(?!\\w)`).test(program);
  const maps = Object.entries(MAPS).filter(([name]) => used(name));
  const lines = LINES.filter(({ letter }) => program.includes(`printf("${letter}|`));
  return comment([
    title,
    '',
    'Parameters, all pids:',
    '  $1        the wrapper that runs bpftrace. Its SIGURG to itself proves the path, its SIGWINCH to itself halts the flow.',
    "  $2 to $6  the tracer's other processes",
    '',
    'Maps:',
    ...maps.map(([name, meaning]) => `  ${name.padEnd(12)}${meaning}`),
    '',
    'Lines, with a bar between the fields and a fixed width for names:',
    ...lines.flatMap((line) => describe(line as Line<never>, core)),
  ]);
}

function describe(line: Line<never>, core: boolean): string[] {
  const fields = fieldsOf(line, core);
  return [
    `  ${line.letter}  ${line.name}: ${line.meaning}`,
    ...paragraph(fields.map(([name, field]) => `${name}: ${field.meaning}${rangeOf(field)}`)),
  ];
}

/** The range of a number, where its bounds say something. */
function rangeOf({ range, meaning }: Field<unknown>): string {
  if (range?.type !== 'integer' || range.maximum > 65_535 || /\d/.test(meaning)) return '';
  return ` (${range.minimum} to ${range.maximum})`;
}

function paragraph(parts: readonly string[]): string[] {
  const rows: string[] = [];
  for (const [i, part] of parts.entries()) {
    const text = `${part}${i === parts.length - 1 ? '' : ' |'}`;
    const last = rows.at(-1);
    if (last === undefined || last.length + text.length > 110) rows.push(`       ${text}`);
    else rows[rows.length - 1] = `${last} ${text}`;
  }
  return rows;
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `// ${line}`.trimEnd() + '\n').join('');
}
