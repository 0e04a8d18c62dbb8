import t from 'tap';

import type { SignalView } from '../../src/filter/view.js';
import { parseWho } from '../../src/filter/who.js';
import {
  matchesPattern,
  matchSender,
  matchTarget,
  some,
  wasSent,
} from '../../src/filter/who-match.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';
import { SIGNAL } from '../support/filter-option.js';

/** nginx[882] with a thread 890 runs. */
const PROC: Proc = {
  ...NO_PROC,
  comm: (pid) => (pid === 882 ? 'nginx' : undefined),
  commandLine: (pid) => (pid === 882 ? 'nginx -g daemon' : undefined),
  args: (pid) => ({ 500: ['bash', 'play.sh'], 882: ['nginx', '-g'] })[pid],
  exe: (pid) => (pid === 882 ? '/usr/sbin/nginx-full' : undefined),
  hasThread: (pid, tid) => pid === 882 && tid === 890,
};
const LOOKUPS = { proc: PROC, senderUntold: false };

function from(text: string, other: Partial<SignalView> = {}) {
  return matchSender([parseWho('', text)], LOOKUPS)({ ...SIGNAL, ...other });
}

function to(text: string, target: SignalView['target'] = SIGNAL.target) {
  return matchTarget([parseWho('', text)], LOOKUPS)({ ...SIGNAL, target });
}

void t.test('the sender is matched by pid, name, command line and place', (t) => {
  for (const text of ['500', 'bash', 'play.sh', '/^bash$/', 'cron.service', 'system.slice']) {
    t.equal(from(text), true, text);
  }
  for (const text of ['882', 'nginx', '/nginx/', 'nginx.service', 'container/12', 'pod/x']) {
    t.equal(from(text), false, text);
  }
  t.equal(from('500', { current: undefined }), undefined, 'a record that does not name it');
  t.equal(from('500', { sentByCode: false }), false, 'nobody sent it');
  t.end();
});

void t.test('the target is matched by pid, name, command line and place', (t) => {
  for (const text of ['882', 'nginx', 'nginx-full', '/daemon/', 'nginx.service'])
    t.equal(to(text), true, text);
  t.equal(to('x', { pid: 7, comm: 'y' }), undefined, 'gone before it was looked up');
  for (const text of ['500', 'bash', '/bash/', 'cron.service']) t.equal(to(text), false, text);
  t.equal(to('882', { tid: 890 }), true, 'a thread of it');
  t.equal(to('882', { tid: 7 }), false);
  t.equal(to('/my app/', { pid: 882, cmdline: ['my', 'app'] }), true, 'it told its arguments');
  t.equal(to('/^gone$/', { pid: 7, comm: 'gone' }), true, 'its name stands for them');
  t.end();
});

void t.test('one of several is enough', (t) => {
  const match = matchTarget([parseWho('', 'x'), parseWho('', '882')], LOOKUPS);
  t.equal(match(SIGNAL), true);
  const ask = (answer: boolean | undefined) => answer;
  t.equal(some([false, undefined, true], ask), true);
  t.equal(some([undefined, false], ask), undefined);
  t.equal(some([false], ask), false);
  t.equal(some([], ask), false);
  t.end();
});

void t.test('the code tells whether a signal was sent, or else its origin', (t) => {
  const told = { ...SIGNAL, sentByCurrent: false, sentByCode: true };
  t.equal(wasSent(told), true);
  t.equal(wasSent({ ...told, si_code: undefined }), false);
  t.end();
});

void t.test('a pattern with the flag g has no memory', (t) => {
  const pattern = /a/g;
  t.strictSame(
    ['a', 'a', 'b'].map((text) => matchesPattern(text, pattern)),
    [true, true, false],
  );
  t.end();
});
