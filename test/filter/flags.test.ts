import t from 'tap';

import { given, listed } from '../../src/filter/flags.js';

void t.test('a flag may be given once, several times, or not at all', (t) => {
  t.same(
    [listed('a'), listed(['a', 'b']), listed(undefined), listed([1])],
    [['a'], ['a', 'b'], [], []],
  );
  t.same(given({ to: ['x'] }, { name: 'to', takes: 'list', help: '' }), ['x']);
  t.same(given({ to: ['x'] }, { name: 'from', takes: 'list', help: '' }), []);
  t.end();
});
