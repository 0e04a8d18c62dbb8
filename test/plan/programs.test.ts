import t from 'tap';

import { KernelTypes } from '../../src/bpftrace/cut-types.js';
import type { Bpftrace } from '../../src/bpftrace/find.js';
import { readKernelTypes } from '../../src/bpftrace/kernel-types.js';
import { distinctPrograms, mayCutTypes, programsOf } from '../../src/plan/programs.js';

const FULL = { variant: 'full', tracksOutcomes: true } as const;
const TEXT = 'BEGIN { printf("%d", curtask->pid); }';

function rendering() {
  const rendered: string[] = [];
  const render = () => {
    rendered.push(TEXT);
    return TEXT;
  };
  return { rendered, render };
}

void t.test('a program is rendered once, when it is wanted', (t) => {
  const { rendered, render } = rendering();
  const [program, ...others] = programsOf(FULL, { render, skips: 'none', types: undefined });
  t.strictSame([rendered.length, others.length], [0, 0]);
  t.strictSame([program?.text, program?.text, program?.types], [TEXT, TEXT, undefined]);
  t.equal(rendered.length, 1);
  t.end();
});

void t.test('one that is refused with some of the types is tried with all', (t) => {
  const types = readKernelTypes();
  if (!types.known) {
    t.end();
    return;
  }
  const { rendered, render } = rendering();
  const programs = programsOf(FULL, { render, skips: 'none', types });
  t.strictSame(
    programs.map(({ cutsTypes, types }) => [cutsTypes, (types?.length ?? 0) > 0]),
    [
      [true, true],
      [false, false],
    ],
  );
  t.equal(rendered.length, 1, 'both have one text');
  const [first, second] = programs;
  if (first !== undefined && second !== undefined) {
    t.strictSame(distinctPrograms([first, second]), [second]);
  }
  t.end();
});

void t.test('a host without types has nothing to cut', (t) => {
  const { render } = rendering();
  const types = new KernelTypes(Buffer.alloc(0));
  t.equal(programsOf(FULL, { render, skips: 'none', types }).length, 1);
  t.end();
});

void t.test('which bpftrace can do with some of the types', (t) => {
  const may = (minor: number) => (variant: 'full' | 'rawtracepoint' | 'fentry') =>
    mayCutTypes(variant, { major: 0, minor } as Bpftrace);
  t.strictSame((['full', 'rawtracepoint', 'fentry'] as const).map(may(23)), [true, true, false]);
  t.strictSame((['full', 'rawtracepoint', 'fentry'] as const).map(may(24)), [false, false, false]);
  t.end();
});
