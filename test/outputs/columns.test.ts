import t from 'tap';

import { type Column, fitted, layout, type Row, whole } from '../../src/outputs/columns.js';
import { signalRow } from '../../src/outputs/signal-row.js';
import { signal } from '../support/kernel-signal.js';

const NARROW = ['TIME', 'FROM', 'SIG', 'TO', 'ORIGIN', 'OUTCOME'];
const WIDE = [...NARROW, 'CODE', 'SCOPE', 'TID', 'UID', 'CPU'];

const ROW: Row = signalRow(signal(), { epochUs: 0, outcome: 'died 1ms' });

function texts(columns: readonly Column[], row: Row): Record<string, string> {
  return Object.fromEntries(
    columns.map(({ title, width, text }) => [title, text(row, width)] as const),
  );
}

function widths(columns: readonly Column[]): Record<string, number> {
  return Object.fromEntries(columns.map(({ title, width }) => [title, width] as const));
}

void t.test('each layout has its columns, in their order', (t) => {
  for (const columns of [80, 120, 200]) {
    t.same(
      layout(columns, false).map(({ title }) => title),
      NARROW,
    );
    t.same(
      layout(columns, true).map(({ title }) => title),
      WIDE,
    );
  }
  t.end();
});

void t.test('FROM and TO share what the other columns leave', (t) => {
  const total = (columns: readonly Column[]) =>
    columns.reduce((sum, { width }) => sum + width + 1, -1);
  for (const terminal of [82, 83, 100, 109, 120, 150]) {
    const columns = layout(terminal, false);
    const { FROM, TO } = widths(columns);
    t.equal(FROM, TO);
    t.ok([0, 1].includes(terminal - total(columns)), `${terminal}: ${total(columns)} are used`);
  }
  t.match(widths(layout(80, false)), { FROM: 16, TO: 16, ORIGIN: 9, OUTCOME: 16 });
  t.match(widths(layout(110, false)), { ORIGIN: 12, OUTCOME: 24 });
  t.match(widths(layout(20, false)), { FROM: 16, TO: 16 }, 'never less');
  t.match(widths(layout(500, true)), { FROM: 48, TO: 48, ORIGIN: 12, OUTCOME: 15 }, 'never more');
  t.end();
});

void t.test('each column shows its part of the row', (t) => {
  t.match(texts(layout(200, true), ROW), {
    TIME: /^\d\d:\d\d:00\.000$/,
    FROM: 'bash[500]',
    SIG: 'TERM',
    TO: 'nginx[882]',
    ORIGIN: 'kill',
    OUTCOME: 'died 1ms',
    CODE: '0',
    SCOPE: 'process',
    TID: '882',
    UID: '1000>33',
    CPU: '1',
  });
  t.match(texts(layout(200, false), { ...ROW, outcome: 'a\u001Bb' }), { OUTCOME: 'a\\x1bb' });
  t.end();
});

void t.test('an outcome stays whole: blanks give way to it, then names', (t) => {
  const columns = layout(80, false);
  const long = signal({ signo: 64, currentComm: 'a'.repeat(15), targetComm: 'b'.repeat(15) });
  const row = (outcome: string): Row => signalRow(long, { epochUs: 0, outcome });
  const line = (outcome: string) => fitted(columns, row(outcome), 80).join(' ').trimEnd();
  for (const outcome of [
    'died 1ms',
    'handled 195µs; exit 143 after 2.6s',
    'ignored: not stopped',
  ]) {
    t.ok(line(outcome).endsWith(outcome), outcome);
    t.ok(line(outcome).length <= 80, line(outcome));
    t.match(line(outcome), / RTMIN\+30 +b/, 'the signal too');
  }
  t.match(
    line('handled 195µs; exit 0 after 2.6s'),
    /\[500\] +RTMIN\+30 .*\[882\] +kill /,
    'and ids',
  );
  const short = fitted(columns, { ...ROW, outcome: 'handled 195µs; exit 0' }, 80).join(' ');
  t.match(short, /^\S+ bash\[500\] {2,}TERM nginx\[882\] {2,}kill {1,5}handled/);
  t.end();
});

void t.test('elsewhere nothing is cut', (t) => {
  const name = 'x'.repeat(300);
  const plain = signal();
  const row = signalRow({ ...plain, target: { ...plain.target, name } }, { outcome: '' });
  t.ok(whole(layout(120, false), row).join(' ').includes(`${name}[882]`));
  t.end();
});
