import t from 'tap';

import { nameOf } from '../../src/identity/name.js';

void t.test('names when little is known', (t) => {
  t.equal(nameOf({ comm: 'kworker/0:1' }), 'kworker/0:1');
  t.equal(nameOf({ comm: '', exe: '/bin/cat (deleted)' }), 'cat');
  t.equal(nameOf({ comm: 'x', cmdline: [''] }), 'x');
  t.equal(nameOf({ comm: '' }), undefined);
  t.equal(nameOf({ comm: 'x', cmdline: ['/a/'] }), 'x', 'never empty');
  t.equal(nameOf({ comm: 'worker', exe: '/usr/bin/node' }), 'node');
  t.end();
});

void t.test('a long name says that it was cut', (t) => {
  const name = nameOf({ comm: 'x', cmdline: ['y'.repeat(100_000)] }) ?? '';
  t.equal(name, `${'y'.repeat(63)}…`);
  t.end();
});

void t.test('titles, down to their last label and two words', (t) => {
  const cases: [string, string][] = [
    ['puma: cluster worker 0', 'puma: cluster worker 0: 12 [app]'],
    ['postgres: logical replication', 'postgres: logical replication launcher '],
    ['redis-server', 'redis-server *:6379 [cluster]'],
    ['x', 'x: '],
    ['(sd-pam)', '(sd-pam)'],
  ];
  for (const [name, title] of cases) t.equal(nameOf({ comm: 'c', cmdline: [title] }), name);
  t.end();
});
