import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

import t from 'tap';

import { formatFor } from '../../src/cli/output-formats.js';
import { TRACE_ALL } from '../../src/filter/filter.js';
import { colour, isColoured } from '../../src/outputs/colour.js';
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
  const cases: [
    string,
    Parameters<typeof styleText>[0] | undefined,
    Parameters<typeof signal>[0],
  ][] = [
    ['KILL', 'red', { signo: 9 }],
    ['SEGV', 'red', { signo: 11, siCode: 1 }],
    ['TERM', 'yellow', { signo: 15 }],
    ['STOP', 'yellow', { signo: 19 }],
    ['ignored', 'dim', { signo: 15, result: 1 }],
    ['USR1', undefined, { signo: 10 }],
  ];
  for (const [what, style, other] of cases) {
    const faces = [
      (colour: boolean) => table({ cut: true, columns: 100, colour, wide: false, now }),
      (colour: boolean) => long({ colour, cut: true, now }),
    ];
    for (const face of faces) {
      const plain = shown(face(false), signal(other));
      const row = plain.trimEnd();
      const expected = style === undefined ? row : styleText(style, row, { validateStream: false });
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
    t.equal(colour('x', [member({ signo: 9 })]), `${ESC}[31mx${ESC}[39m`);
    t.end();
  },
);

/** What there is of the environment that Node asks for colours. */
type Variables = Readonly<Record<string, string>>;

/** The one of a real terminal. */
const getColorDepth = () => WriteStream.prototype.getColorDepth();

const XTERM = { TERM: 'xterm-256color' };
const CASES: [onTerminal: boolean, inPipe: boolean, Variables][] = [
  [true, false, XTERM],
  [true, true, { ...XTERM, FORCE_COLOR: '1' }],
  [true, true, { ...XTERM, FORCE_COLOR: '' }],
  [true, true, { TERM: 'dumb', FORCE_COLOR: '3' }],
  [false, false, { ...XTERM, FORCE_COLOR: '0' }],
  [false, false, { ...XTERM, NO_COLOR: '1' }],
  [false, false, { ...XTERM, NODE_DISABLE_COLORS: '1' }],
  [false, false, { TERM: 'dumb' }],
];

void t.test('a stream is coloured where Node would colour it', (t) => {
  for (const [onTerminal, inPipe, env] of CASES) {
    t.intercept(process, 'env', { value: env });
    const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth });
    t.equal(isColoured(terminal), onTerminal, `on a terminal, ${JSON.stringify(env)}`);
    t.equal(isColoured(new PassThrough()), inPipe, `in a pipe, ${JSON.stringify(env)}`);
  }
  t.end();
});

void t.test('all outputs but JSON are coloured where stdout is', (t) => {
  for (const [onTerminal, inPipe, env] of CASES) {
    t.intercept(process, 'env', { value: env });
    t.intercept(process.stdout, 'columns', { value: 100 });
    for (const [isTTY, coloured] of [
      [true, onTerminal],
      [false, inPipe],
    ] as const) {
      t.intercept(process.stdout, 'isTTY', { value: isTTY });
      t.intercept(process.stdout, 'getColorDepth', { value: getColorDepth });
      const seen = (['table', 'wide', 'long', 'json'] as const).map((face) =>
        shown(formatFor(face, TRACE_ALL), signal()).includes(ESC),
      );
      t.same(seen, [coloured, coloured, coloured, false], `${isTTY}, ${JSON.stringify(env)}`);
    }
  }
  t.end();
});

void t.test('escapes of a traced process do not reach the terminal, coloured or not', (t) => {
  const hostile = signal({ currentComm: `${ESC}[0mx`, targetComm: `${ESC}[39m\u009B2J` });
  for (const format of [
    table({ cut: true, columns: 200, colour: true, wide: true, now }),
    long({ colour: true, cut: true, now }),
  ]) {
    const own = shown(format, hostile).match(/(?!\n)\p{Cc}/gu) ?? [];
    t.equal(own.length, 2, 'one before the row and one behind it');
  }
  t.end();
});
