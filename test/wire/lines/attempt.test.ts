import t from 'tap';

import { Decoder } from '../../../src/wire/decoder.js';
import { ATTEMPT } from '../../../src/wire/lines/attempt.js';

/** As bpftrace 0.17 on Linux 6.18 prints it: `kill 4711` (TERM) by bash[10227]. */
const LINE =
  'f|0|1|1684997920514|0|f00001267|100000000|-3|10227|10227|0|0|1|bash            8a22ec17001286';

function decoded(text: string) {
  return new Decoder().push([JSON.stringify({ type: 'printf', data: text })]);
}

void t.test('a failed call', (t) => {
  t.strictSame(decoded(LINE), [
    {
      kind: 'attempt',
      cpu: 0,
      seq: 1,
      ktime: 1_684_997_920_514n,
      call: 0,
      signo: 15,
      arg: 4711,
      thread: 0,
      errno: 3,
      currentPid: 10227,
      currentTid: 10227,
      uid: 0,
      gid: 0,
      cgroupId: '1',
      currentComm: 'bash',
      processKey: '8a22ec17001286',
    },
  ]);
  t.end();
});

void t.test('the arguments are signed numbers of 32 bits', (t) => {
  const asked = (hex: string) => decoded(LINE.replace('f00001267', hex))[0];
  t.match(asked('fffff0001'), { signo: 15, arg: -65535 });
  t.match(asked('9ffffffff'), { signo: 9, arg: -1 });
  t.match(asked('1'), { signo: 0, arg: 1 });
  t.match(asked('0'), { signo: 0, arg: 0 });
  t.match(asked('ffffffffffffffff'), { signo: -1, arg: -1 });
  t.match(decoded(LINE.replace('100000000', '100007cfe'))[0], { thread: 31998 });
  t.end();
});

void t.test('what cannot be is told, and keeps its place', (t) => {
  const place = { kind: 'invalid', probe: 'attempt', cpu: 0, seq: 1, ktime: 1_684_997_920_514n };
  for (const [what, text] of Object.entries({
    'a call that there is not': LINE.replace('|0|f0', '|6|f0'),
    'a call that did not fail': LINE.replace('|-3|', '|0|'),
    'an error past all errors': LINE.replace('|-3|', '|-5000|'),
    'a pid that is none': LINE.replace('|10227|', '|x|'),
  })) {
    t.match(decoded(text), [{ ...place, why: /^no such attempt: / }], what);
  }
  for (const text of [LINE.replace('f00001267', 'xyz'), 'f|0|1|1|0|f', 'f|', LINE.slice(0, 70)]) {
    t.match(decoded(text), [{ kind: 'complaint', code: 'unreadable' }], text);
  }
  t.end();
});

void t.test('the decoder knows the line by its letter', (t) => {
  t.equal(LINE[0], ATTEMPT.letter);
  t.end();
});
