import t from 'tap';

import { UnparsedLines } from '../../src/pipeline/unparsed-lines.js';

void t.test('some is told word for word, the rest is counted', (t) => {
  const mutter = new UnparsedLines();
  const hear = (count: number) => {
    for (let i = 1; i <= count; i++) {
      mutter.add({ kind: 'complaint', code: 'unreadable', message: `line ${i}` });
    }
  };
  hear(3);
  t.strictSame(
    mutter.takeFirst().map(({ message }) => message),
    ['line 1', 'line 2', 'line 3'],
  );
  t.strictSame([...mutter.takeFirst(), ...mutter.takeCount()], [], 'once');
  hear(200_000);
  t.equal(mutter.takeFirst().length, 47);
  t.match(mutter.takeCount(), [
    { code: 'unreadable', message: /^bpftrace printed 199953 more lines/ },
  ]);
  t.strictSame([...mutter.takeFirst(), ...mutter.takeCount()], []);
  t.end();
});
