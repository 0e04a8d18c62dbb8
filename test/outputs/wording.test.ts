import t from 'tap';

import {
  count,
  ends,
  hiddenCounts,
  named,
  notice,
  originText,
  timeOfDay,
} from '../../src/outputs/wording.js';
import { signal } from '../support/kernel-signal.js';

void t.test('the origin is shown in a word, or else the name of the code', (t) => {
  t.equal(originText(signal({ siCode: -6 })), 'tkill');
  t.equal(originText(signal({ siCode: 0 })), 'kill');
  t.equal(originText(signal({ siCode: 0, call: -1, arg: 0 })), 'SI_USER');
  t.equal(originText(signal({ siCode: -1000 })), 'code -1000');
  t.equal(originText({ ...signal(), origin: 'rlimit', rlimit: { name: 'fsize' } }), 'rlimit fsize');
  t.equal(originText({ ...signal(), origin: 'parent-death', parent_thread: true }), 'thread died');
  t.end();
});

void t.test('nobody and not known are told apart', (t) => {
  t.equal(ends({ ...signal(), sender: null }).from, '-');
  t.equal(ends(signal({ siCode: 128 })).from, '?');
  t.match(ends(signal()), { from: { pid: 500 }, to: { pid: 882 } });
  t.same(named({ tid: 7, comm: 'x' }), { name: 'x', id: '[7?]' });
  t.same(named({ pid: 6, tid: 7, comm: 'x' }), { name: 'x', id: '[6]' });
  t.end();
});

void t.test('numbers and times for people', (t) => {
  t.equal(count(48_211), '48,211');
  t.equal(hiddenCounts({ SIGURG: 3110, SIGCHLD: 48_211 }), 'CHLD 48,211  URG 3,110');
  t.equal(hiddenCounts({}), '');
  const noon = new Date(2026, 10, 23, 12, 1, 2, 3).getTime() * 1000;
  t.equal(timeOfDay(noon + 999), '12:01:02.003');
  t.end();
});

void t.test('what is no signal', (t) => {
  const time = { time: '', epoch_us: 0 };
  const [from, to] = ['2026-11-23T12:00:00.000000000Z', '2026-11-23T12:01:00.000000000Z'];
  const local = (time: string) => timeOfDay(Date.parse(time) * 1000);
  const which = '; the last line counts them by signal';
  t.equal(notice({ type: 'lost', ...time, count: 1 }), `1 signal was lost${which}`);
  t.equal(notice({ type: 'lost', ...time, count: 2 }), `2 signals were lost${which}`);
  t.equal(
    notice({
      type: 'gap',
      ...time,
      from,
      to,
      reason: 'it\nended',
      incarnation: 1,
      recovered: 0,
      unrecovered: null,
    }),
    `nothing was traced from ${local(from)} to ${local(to)}: it\\x0aended`,
  );
  t.end();
});
