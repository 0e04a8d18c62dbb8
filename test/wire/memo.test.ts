import t from 'tap';

import { Memo } from '../../src/wire/memo.js';

function counting(mostEntries: number, mostBytes: number) {
  const made: string[] = [];
  const memo = new Memo(
    (key) => {
      made.push(key);
      return { key };
    },
    mostEntries,
    mostBytes,
  );
  return { memo, made };
}

void t.test('equal texts share one result, undefined too', (t) => {
  const { memo, made } = counting(10, 1000);
  const first = memo.get('a');
  memo.get('b');
  t.equal(memo.get('a'), first);
  t.strictSame(made, ['a', 'b']);
  let calls = 0;
  const none = new Memo((): string | undefined => {
    calls++;
    return undefined;
  });
  for (const key of ['x', 'y', 'x', 'y']) t.equal(none.get(key), undefined);
  t.equal(calls, 2);
  t.end();
});

void t.test('a memo that is full in entries or in bytes starts again', (t) => {
  const entries = counting(2, 1000);
  for (const key of ['a', 'b', 'c', 'b', 'a']) entries.memo.get(key);
  t.strictSame(entries.made, ['a', 'b', 'c', 'b', 'a']);
  const bytes = counting(100, 16);
  for (const key of ['aaaa', 'bbbb', 'cccc', 'dddd', 'aaaa', 'eeee', 'aaaa']) bytes.memo.get(key);
  t.strictSame(bytes.made, ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee', 'aaaa']);
  t.end();
});

void t.test('a text that would fill it alone is not kept, and drives out nothing', (t) => {
  const { memo, made } = counting(100, 16);
  for (const key of ['aaaa', 'long text', 'aaaa', 'long text']) memo.get(key);
  t.strictSame(made, ['aaaa', 'long text', 'long text']);
  t.end();
});
