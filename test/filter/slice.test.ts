import t from 'tap';

import { fromSlice } from '../../src/filter/from-slice.js';
import { SLICE, slice } from '../../src/filter/slice.js';

void t.test('a slice holds the cgroups below it, however deep', (t) => {
  const cases: [path: string, asked: string, isIn: boolean][] = [
    ['/system.slice/nginx.service', 'system.slice', true],
    ['/system.slice/nginx.service', 'system', true],
    ['/system.slice/nginx.service', 'nginx.service', false],
    ['/user.slice/user-1000.slice/session-3.scope', 'user', true],
    ['/user.slice/user-1000.slice/session-3.scope', 'user-1000.slice', true],
    ['/user.slice/user-1000.slice/session-3.scope', 'user-100', false],
    ['/_cpu.slice/x.service', 'cpu', true],
    ['/init.scope', '-.slice', true],
    ['/init.scope', '-', true],
    ['/init.scope', 'init', false],
    ['', '-.slice', false],
  ];
  for (const [path, asked, isIn] of cases) {
    t.equal(SLICE.isIn(path, asked), isIn, `${asked} of ${path}`);
  }
  t.end();
});

void t.test('one is asked of the target, the other of the sender', (t) => {
  t.match([slice.about, fromSlice.about], ['target', 'sender']);
  t.throws(
    () => {
      slice.check({ toSlices: ['a/b'] }, '--slice');
    },
    { code: 'usage', message: /^--slice "a\/b"/ },
  );
  t.end();
});
