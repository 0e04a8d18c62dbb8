import stringWidth from 'string-width';
import t from 'tap';

import { table } from '../../src/outputs/table.js';
import type { TraceRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';
import { signal } from '../support/kernel-signal.js';

const RECORDS = {
  plain: signal(),
  'long names': signal({
    currentComm: 'systemd-journal',
    currentPid: 4_194_303,
    targetComm: 'a-name-15-bytes',
    targetPid: 4_194_303,
  }),
  'wide names': signal({ currentComm: '日本語日本', targetComm: '🙂🙂🙂' }),
  'hostile names': signal({ currentComm: 'a\nb\u001B[2Jc\r', targetComm: '\u202Ex\uFFFD\u0000\t' }),
  'no names': signal({ currentComm: '', targetComm: '' }),
  'an unfound target': signal({
    targetPid: 0,
    targetTid: 4_194_303,
    targetUid: -1,
    targetComm: 'a-name-15-bytes',
  }),
  'nobody known': signal({ siCode: 128, signo: 14 }),
  'a real-time signal': signal({ signo: 64, siCode: -1 }),
  'long words': signal({ signo: 17, siCode: 6, result: 2, group: 0, cpu: 255 }),
  'large numbers': signal({
    siCode: -(2 ** 31),
    targetTid: 4_194_303,
    uid: 2 ** 32 - 1,
    targetUid: 2 ** 32 - 1,
  }),
};

/** What each column of a terminal shows of a line. */
function columnsOf(line: string): string[] {
  return [...new Intl.Segmenter().segment(line)].flatMap(({ segment }) => [
    segment,
    ...Array.from({ length: Math.max(0, stringWidth(segment) - 1) }, () => ''),
  ]);
}

const now = () => 0;

function shown(columns: number, wide: boolean, record: TraceRecord): string {
  const format = table({ cut: true, columns, wide, colour: false, now });
  return format.record(new MadeRecord(record)) + format.flush();
}

void t.test('rows are aligned, in one line, harmless and not too wide', (t) => {
  const layouts: [columns: number, wide: boolean][] = [
    [80, false],
    [100, false],
    [120, false],
    [200, false],
    [122, true],
    [200, true],
  ];
  for (const [columns, wide] of layouts) {
    const { head } = table({ cut: true, columns, wide, colour: false, now });
    const starts = [...head.matchAll(/\S+/g)].map(({ index }) => index);
    t.ok(starts.length >= (wide ? 11 : 6), head);
    for (const [what, record] of Object.entries(RECORDS)) {
      const row = shown(columns, wide, record);
      const name = `${columns}${wide ? ' wide' : ''}: ${what}`;
      t.match(row, /^[^\p{Cc}\p{Cf}]+\n$/u, name);
      t.ok(stringWidth(row) <= columns, name);
      const seen = columnsOf(row.slice(0, -1));
      for (const start of starts.slice(1)) {
        // A long origin begins in the blanks before it.
        if (start === head.indexOf('ORIGIN') && what === 'large numbers') continue;
        t.equal(seen[start - 1] ?? ' ', ' ', `${name}: column ${start} is set apart`);
        t.not(
          seen[start] ?? 'x',
          start < seen.length ? ' ' : '',
          `${name}: column ${start} begins`,
        );
      }
    }
  }
  t.end();
});

void t.test('a row shows sender, signal, target, origin and outcome', (t) => {
  const cases: [keyof typeof RECORDS, RegExp][] = [
    ['plain', /^\d\d:\d\d:00\.123 bash\[500\] +TERM +nginx\[882\] +kill +pending$/],
    ['long names', / system.*…\[4194303\] .* a-name.*…\[4194303\] /],
    ['wide names', / 日本語日本\[500\] .* 🙂🙂🙂\[882\] /u],
    ['hostile names', / a\\x0ab\\x1b…\[500\] +TERM +\\u\{202e\}x\uFFFD…\[882\] /],
    ['an unfound target', / a-.*…\[4194303\?\] /],
    ['nobody known', / \? +ALRM +nginx\[882\] +SI_KERNEL +pending$/],
    ['a real-time signal', / RTMIN\+30 +nginx/],
    ['long words', / CHLD +nginx\[882\] +child +merged$/],
    ['large numbers', / nginx\[882\] code -21474836… pending$/],
  ];
  for (const [what, row] of cases) t.match(shown(80, false, RECORDS[what]).trimEnd(), row, what);
  t.match(shown(122, true, RECORDS['large numbers']).trimEnd(), /4194303 .*… +1$/);
  t.match(shown(122, true, RECORDS.plain).trimEnd(), / pending +0 +process +882 +1000>33 +1$/);
  t.end();
});

void t.test('the outcomes of a group can be read in 80 columns', (t) => {
  const format = table({ cut: true, columns: 80, wide: false, colour: false, now });
  const to = (pid: number, more = {}) =>
    signal({ seq: pid, targetPid: pid, targetTid: pid, ...more });
  const records = [
    to(1),
    to(2, { result: 1 }),
    to(3),
    ...[4, 5].map((pid) => to(pid, { result: 1 })),
  ];
  for (const record of records) format.record(new MadeRecord(record));
  const [first, second, end] = format.flush().split('\n');
  t.match(first, / nginx\[1\] \+1 +kill +2 pending$/);
  t.match(second, / nginx\[2\] \+2 +kill +3 ignored$/);
  t.equal(end, '');
  t.end();
});

void t.test('the end takes what room there is', (t) => {
  const name = / systemd-journal\[4194303\] /;
  t.notMatch(shown(80, false, RECORDS['long names']), name);
  t.match(shown(100, false, RECORDS['long names']), name);
  t.end();
});

void t.test('what is no signal is a line of its own, where a person needs it', (t) => {
  const time = { time: '2026-11-23T12:01:00.000000000Z', epoch_us: 0 };
  const lost = { type: 'lost', ...time, count: 1234, cpu: 3 } as const;
  t.equal(
    shown(80, false, lost),
    '! 1,234 signals were lost on CPU 3; the last line counts them by signal\n',
  );
  t.equal(
    shown(80, false, { type: 'warning', ...time, code: 'x', message: 'a\nb' }),
    '! a\\x0ab\n',
  );
  t.end();
});

void t.test('a storm is one row, and names no process that it is not about', (t) => {
  const storm = (others: readonly Parameters<typeof signal>[0][]) => {
    const format = table({ cut: true, columns: 80, wide: false, colour: false, now });
    for (const [seq, other] of others.entries()) {
      format.record(new MadeRecord(signal({ seq, signo: 10, result: 1, ...other })));
    }
    return format.flush();
  };
  const times = (n: number, other: object) => Array.from({ length: n }, () => other);
  t.match(storm(times(380, {})), /^\S+ bash\[500\] +USR1 +nginx\[882\] +kill +ignored ×380\n$/);
  const many = Array.from({ length: 1380 }, (_, i) => ({
    ...{ currentPid: 5000 + i, currentTid: 5000 + i, processKey: String(i) },
    ...{ targetPid: 9000 + i, targetTid: 9000 + i },
  }));
  t.match(storm(many), /^\S+ bash +USR1 +nginx +kill +ignored ×1,380\n$/);
  t.end();
});
