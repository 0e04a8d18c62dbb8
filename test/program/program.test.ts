import fc from 'fast-check';
import t from 'tap';

import type { Variant } from '../../src/program/conditions.js';
import { type Filter, TRACE_ALL } from '../../src/program/filter.js';
import { renderProgram } from '../../src/program/program.js';

const VARIANTS: readonly Variant[] = ['full', 'core'];

function program(asked: Partial<Filter> = {}, variant: Variant = 'full', cpus = 2): string {
  return renderProgram({ ...TRACE_ALL, ...asked }, variant, cpus);
}

/** The program without what its string literals hold. */
function skeleton(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}

void t.test('every place of a fragment is filled in', (t) => {
  for (const variant of VARIANTS) t.notMatch(program({ hideNoise: true }, variant), /\{\{|\}\}\w/);
  t.end();
});

void t.test('only the full program reads types and the stack', (t) => {
  t.match(program({}, 'full'), /struct task_struct[^]*kstack/);
  t.notMatch(program({}, 'core'), /struct|kstack|curtask/);
  t.end();
});

void t.test('what is hidden is counted, where something is', (t) => {
  for (const variant of VARIANTS) {
    t.match(program({ hideNoise: true }, variant), 'print(@hidden)');
    t.notMatch(program({ hideNoise: false }, variant), 'print(@hidden)');
  }
  t.end();
});

void t.test('a tick tells of every CPU once', (t) => {
  for (const cpus of [1, 2, 8, 9, 64, 500]) {
    const text = program({}, 'core', cpus);
    const lines = [...text.matchAll(/printf\("(t\|[^"]*)", \$at, \$halted, cpu, (.*)\);/g)];
    const told = lines.flatMap(([, , totals = '']) => totals.split(', '));
    const once = Array.from({ length: cpus }, (_, cpu) => `@total[${cpu}]`);
    t.same(told, [...once, ...once], 'by one CPU always, and by those that wrote');
    for (const [, format = '', totals = ''] of lines) {
      t.equal(format.split('%').length - 1, 3 + totals.split(', ').length);
      const [, first, of] = /(\d+)\/(\d+)/.exec(format) ?? [];
      t.ok(totals.startsWith(`@total[${String(first)}]`));
      t.equal(of, String(cpus));
    }
  }
  t.end();
});

void t.test('the core program has formats that the oldest bpftrace can hold', (t) => {
  const formats = [...program({}, 'core', 500).matchAll(/printf\("([^"]*)"/g)];
  t.ok(formats.length > 3);
  for (const [, format = ''] of formats) t.ok(format.length <= 63, format);
  t.end();
});

void t.test('no name gets out of its literal', (t) => {
  const plain = VARIANTS.map((variant) =>
    skeleton(program({ to: [{ kind: 'name', name: 'x' }] }, variant)),
  );
  const names = fc
    .string({ unit: fc.constantFrom(...Array.from('"\\{}$@\n\r\t;/*%é日a1x')), minLength: 1 })
    .filter((name) => Buffer.byteLength(name) <= 15);
  fc.assert(
    fc.property(names, (name) =>
      VARIANTS.every(
        (variant, i) => skeleton(program({ to: [{ kind: 'name', name }] }, variant)) === plain[i],
      ),
    ),
  );
  t.end();
});

void t.test('values that cannot be are refused, whatever their types', (t) => {
  const cases: Record<string, Record<string, unknown>> = {
    'a pid that is text': { from: [{ kind: 'pid', pid: '1 || 1' }] },
    'a pid that is none': { to: [{ kind: 'pid', pid: -1 }] },
    'a pid that is a fraction': { either: [{ kind: 'pid', pid: 1.5 }] },
    'a pid past all pids': { to: [{ kind: 'pid', pid: 4194304 }] },
    'a name without bytes': { from: [{ kind: 'name', name: '' }] },
    'a name of 16 bytes': { from: [{ kind: 'name', name: 'ééééé012345' + '6' }] },
    'a name with a NUL': { from: [{ kind: 'name', name: 'a\0b' }] },
    'signal 0': { signals: { except: false, numbers: [0] } },
    'signal 65': { signals: { except: true, numbers: [65] } },
    'a user that is text': { fromUsers: ['root'] },
    'a user past all users': { toUsers: [2 ** 32] },
    'no result': { results: ['gone'] },
  };
  for (const [what, asked] of Object.entries(cases)) {
    t.throws(
      () => program(asked),
      { name: 'SignalsTraceError', code: 'usage', message: /^filter: / },
      what,
    );
  }
  t.ok(
    program({ from: [{ kind: 'name', name: 'ééééé01234' }], toUsers: [2 ** 32 - 1] }),
    'the largest',
  );
  t.end();
});
