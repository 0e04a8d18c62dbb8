import t from 'tap';

import { LineSplitter } from '../../src/bpftrace/line-splitter.js';

void t.test('pieces become lines', (t) => {
  const splitter = new LineSplitter(10);
  t.strictSame(splitter.push('on'), []);
  t.strictSame(splitter.push('e\n\ntwo\nth'), ['one', '', 'two']);
  t.equal(splitter.rest, 'th');
  t.end();
});

void t.test('a line that never ends keeps only its last characters', (t) => {
  const splitter = new LineSplitter(4);
  splitter.push('abcdef');
  t.equal(splitter.rest, 'cdef');
  t.strictSame(splitter.push('g\n'), ['cdefg']);
  t.end();
});
