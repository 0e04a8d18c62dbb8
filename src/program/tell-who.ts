import {
  ARGUMENT_LINES,
  ARGUMENTS,
  MOST_ARGUMENT_BYTES,
  WORDS_PER_LINE,
} from '../wire/lines/arguments.js';
import { ANCESTOR, MOST_ANCESTORS, PROCESS } from '../wire/lines/process.js';
import { fragment } from './fragments.js';
import { printfOf } from './print.js';
import type { Details, ProgramHost } from './settings.js';

type Parts = Readonly<Record<string, string>>;

/** An attach point whose second program describes the process on the processor. */
export interface TellingPoint {
  readonly attach: string;
  readonly wanted: string;
  readonly guard: Readonly<Record<'enter' | 'leave', string>>;
}

const COPIES =
  '// The rest is one program, a copy for each attach point: bpftrace before 0.23 runs the wrong one\n' +
  '// where several attach points share a program, and says nothing.\n';

/** A program that another may interrupt: see probes/in_probe.bt. */
export const GUARDED = {
  enter: '@in_probe[cpu] = nsecs + (uint64)SECOND_NS;\n',
  leave: '@in_probe[cpu] = (uint64)0;\n',
};
/** A program that runs to its end with interrupts off. */
export const UNGUARDED = { enter: '', leave: '' };

const LENGTH = '      $length = (uint64)$task->mm->arg_end - $arg_start;';

/** Renders one program for all attach points if bpftrace can share it, else a copy for each. */
export function tellWho(
  points: readonly TellingPoint[],
  parts: Parts,
  host: ProgramHost,
  details: Details,
): string[] {
  const render = (values: Parts) =>
    fragment('tell_who', {
      ...parts,
      ...values,
      printf: printfOf(PROCESS, {
        values: { loginuid: host.audit ? '$task->loginuid.val' : '-1' },
      }),
      ancestors: ancestorLines(),
      length: details.arguments ? LENGTH : '',
      arguments: details.arguments ? argumentLines() : '',
    });
  if (host.sharesBodies === true && points.length > 1) {
    const attach = points.map(({ attach }) => attach).join(',\n');
    return [render({ attach, wanted: '@untold[cpu] != 0', ...GUARDED })];
  }
  const copies = points.map(({ attach, wanted, guard }) =>
    render({ attach, wanted: `${wanted} && @untold[cpu] != 0`, ...guard }),
  );
  return copies.length > 1 ? [COPIES, ...copies] : copies;
}

/** Prints the ancestors that exist, from the parent up. */
function ancestorLines(): string {
  return [
    '$ancestor = (struct task_struct *)$leader->real_parent;',
    '$depth = 0;',
    `unroll (${MOST_ANCESTORS}) {`,
    'if ($ancestor->tgid > 0) {',
    printfOf(ANCESTOR),
    '}',
    '$ancestor = (struct task_struct *)$ancestor->real_parent;',
    '$depth++;',
    '}',
  ].join('\n');
}

/** Prints the arguments in a loop: without one, bpftrace compiles them as long as all the rest. */
function argumentLines(): string {
  const bytes = MOST_ARGUMENT_BYTES / ARGUMENT_LINES;
  const words = Array.from(
    { length: WORDS_PER_LINE },
    (_, i) => `*(uint64 *)uptr($at + (uint64)${8 * i})`,
  ).join(', ');
  return [
    '$at = $arg_start;',
    '$line = 0;',
    `while ($line < ${ARGUMENT_LINES}) {`,
    `if ($length > (uint64)${bytes} * (uint64)$line) {`,
    printfOf(ARGUMENTS, { values: { words } }),
    '}',
    `$at = $at + (uint64)${bytes};`,
    '$line++;',
    '}',
  ].join('\n');
}
