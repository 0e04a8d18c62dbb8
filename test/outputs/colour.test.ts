import t from 'tap';

import { formatFor } from '../../src/cli/output-formats.js';
import { colour } from '../../src/outputs/colour.js';
import { long } from '../../src/outputs/long.js';
import type { Formatter } from '../../src/outputs/output-format.js';
import { table } from '../../src/outputs/table.js';
import type { OutcomeRecord, SignalRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';
import { signal } from '../support/kernel-signal.js';

const ESC = '\u001B';
const now = () => 0;

function shown(format: Formatter, record: SignalRecord): string {
  return format.record(new MadeRecord(record)) + format.flush();
}

void t.test('colour by how grave a signal is', (t) => {
  const cases: [string, number | undefined, Parameters<typeof signal>[0]][] = [
    ['KILL', 31, { signo: 9 }],
    ['SEGV', 31, { signo: 11, siCode: 1 }],
    ['TERM', 33, { signo: 15 }],
    ['STOP', 33, { signo: 19 }],
    ['ignored', 2, { signo: 15, result: 1 }],
    ['USR1', undefined, { signo: 10 }],
  ];
  for (const [what, code, other] of cases) {
    const faces = [
      (colour: boolean) => table({ columns: 100, colour, wide: false, now }),
      (colour: boolean) => long(colour, now),
    ];
    for (const face of faces) {
      const plain = shown(face(false), signal(other));
      const row = plain.trimEnd();
      const expected = code === undefined ? row : `${ESC}[${code}m${row}${ESC}[0m`;
      t.equal(
        shown(face(true), signal(other)),
        plain.replace(row, () => expected),
        what,
      );
    }
  }
  t.end();
});

void t.test(
  'a row of several signals: a deadly outcome goes before all, ignored takes all',
  (t) => {
    const member = (other?: Parameters<typeof signal>[0]) => ({
      signal: signal(other),
      awaited: false,
    });
    const ignored = { signo: 15, result: 1 };
    const code = (...members: Parameters<typeof colour>[1]) =>
      /\[(\d+)m/.exec(colour('x', members))?.[1];
    t.equal(code(member(ignored), member(ignored)), '2');
    t.equal(code(member(ignored), member()), '33');
    t.equal(code(member({ signo: 10 })), undefined);
    const outcome = { fatal: true } as OutcomeRecord;
    t.equal(code(member({ signo: 10 }), { ...member({ signo: 10 }), outcome }), '31');
    t.equal(colour('x', [member({ signo: 9 })]), `${ESC}[31mx${ESC}[0m`);
    t.end();
  },
);

void t.test('only in a terminal, and where NO_COLOR is unset or empty', (t) => {
  const coloured = (isTTY: boolean, noColor?: string) => {
    t.intercept(process.stdout, 'isTTY', { value: isTTY });
    t.intercept(process.stdout, 'columns', { value: 100 });
    const env = { ...process.env };
    delete env['NO_COLOR'];
    t.intercept(process, 'env', {
      value: { ...env, ...(noColor !== undefined && { NO_COLOR: noColor }) },
    });
    return (['table', 'wide', 'long', 'json'] as const).map((face) =>
      shown(formatFor(face), signal()).includes(ESC),
    );
  };
  t.same(coloured(true), [true, true, true, false]);
  t.same(coloured(true, ''), [true, true, true, false]);
  for (const noColor of ['1', '0']) t.same(coloured(true, noColor), [false, false, false, false]);
  t.same(coloured(false), [false, false, false, false]);
  t.end();
});
