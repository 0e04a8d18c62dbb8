import t from 'tap';

import { codeNamed } from '../../src/signals/codes.js';
import { isSent, SENT_CODES } from '../../src/signals/sent.js';

void t.test('the codes are those of calls', (t) => {
  const names = ['SI_USER', 'SI_QUEUE', 'SI_MESGQ', 'SI_TKILL'];
  t.strictSame(
    SENT_CODES,
    names.map((name) => codeNamed(name)?.number),
  );
  t.end();
});

void t.test('a signal comes from the task on the CPU by its code, or as a CHLD', (t) => {
  t.ok(isSent({ signo: 15, siCode: 0 }));
  t.ok(isSent({ signo: 17, siCode: 1 }));
  t.notOk(isSent({ signo: 14, siCode: 128 }));
  t.notOk(isSent({ signo: 15, siCode: undefined }));
  t.end();
});
