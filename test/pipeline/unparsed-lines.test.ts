import t from 'tap';

import { Mutter } from '../../src/pipeline/unparsed-lines.js';

void t.test('some is told word for word, the rest is counted', (t) => {
  const mutter = new Mutter();
  const hear = (count: number) => {
    for (let i = 1; i <= count; i++) {
      mutter.hear({ kind: 'complaint', code: 'unreadable', message: `line ${i}` });
    }
  };
  hear(3);
  t.strictSame(
    mutter.words().map(({ message }) => message),
    ['line 1', 'line 2', 'line 3'],
  );
  t.strictSame([...mutter.words(), ...mutter.more()], [], 'once');
  hear(200_000);
  t.equal(mutter.words().length, 47);
  t.match(mutter.more(), [{ code: 'unreadable', message: /^bpftrace printed 199953 more lines/ }]);
  t.strictSame([...mutter.words(), ...mutter.more()], []);
  t.end();
});
