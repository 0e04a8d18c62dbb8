import { getHeapStatistics } from 'node:v8';

import t from 'tap';

import { tuneHeap } from '../src/heap.js';

void t.test('objects that live for a moment do not pile up', (t) => {
  tuneHeap();
  const before = getHeapStatistics().used_heap_size;
  let held: object[] = [];
  for (let i = 0; i < 200; i++) held = Array.from({ length: 20_000 }, (_, n) => ({ n }));
  const grown = getHeapStatistics().used_heap_size - before;
  t.equal(held.length, 20_000);
  t.ok(grown < 100 * 1024 * 1024, `grown by ${grown} bytes`);
  t.end();
});
