import { readFileSync } from 'node:fs';

import t from 'tap';

import { isCalled, nameOf } from '../../src/names/name.js';

void t.test('names when little is known', (t) => {
  t.equal(nameOf({ comm: 'kworker/0:1' }), 'kworker/0:1');
  t.equal(nameOf({ comm: '', exe: '/bin/cat (deleted)' }), 'cat');
  t.equal(nameOf({ comm: 'x', cmdline: [''] }), 'x');
  t.equal(nameOf({ comm: '' }), undefined);
  t.equal(nameOf({ comm: 'x', cmdline: ['/a/'] }), 'x', 'never empty');
  t.equal(nameOf({ comm: 'gunicorn', exe: '/usr/bin/python3.11' }), 'gunicorn');
  t.equal(nameOf({ comm: 'MainThread', exe: '/usr/bin/node' }), 'node');
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

void t.test('pid 1 by its own name, a name that was made up before the program’s', (t) => {
  const systemd = { comm: 'systemd', exe: '/usr/lib/systemd/systemd', cmdline: ['/sbin/init'] };
  t.equal(nameOf(systemd), 'systemd');
  t.ok(isCalled(systemd, 'init'));
  t.equal(nameOf({ comm: 'sleep', exe: '/bin/sleep', cmdline: ['worker', '60'] }), 'worker');
  t.end();
});

void t.test('every name that a person may use for it', (t) => {
  const node = { comm: 'MainThread', exe: '/usr/bin/node24', cmdline: ['node', '/srv/api.js'] };
  for (const name of ['MainThread', 'node', 'node24', 'api.js']) t.ok(isCalled(node, name), name);
  for (const name of ['', 'srv', '/srv/api.js', 'ode']) t.notOk(isCalled(node, name), name);
  const fpm = {
    comm: 'php-fpm8.2',
    exe: '/usr/sbin/php-fpm8.2',
    cmdline: ['php-fpm: master process (/etc/php/8.2/fpm/php-fpm.conf)'],
  };
  for (const name of ['php-fpm', 'php-fpm8.2', 'php-fpm: master process'])
    t.ok(isCalled(fpm, name), name);
  t.notOk(isCalled(fpm, 'php-fpm.conf)'));
  t.end();
});

/** A process as /proc showed it, the package that it was of, and what a person would call it. */
interface Captured {
  readonly name: string;
  readonly program: string;
  readonly comm: string;
  readonly exe: string;
  readonly args: readonly string[];
}

void t.test('real programs, as they ran on Debian 13', (t) => {
  const file = new URL('../fixtures/called/debian-13.json', import.meta.url);
  const captured = JSON.parse(readFileSync(file, 'utf8')) as Captured[];
  t.ok(captured.length >= 40);
  for (const { name, program, comm, exe, args } of captured) {
    const called = { comm, exe, cmdline: args };
    t.equal(nameOf(called), name, `${program}: ${args.join(' ')}`);
    t.ok(isCalled(called, name), `--to '${name}' finds it`);
  }
  t.end();
});
