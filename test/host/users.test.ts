import { execFileSync } from 'node:child_process';

import t from 'tap';

import { userId } from '../../src/host/users.js';

void t.test('knows every user of this host by name, as the name service does', async (t) => {
  const passwd = execFileSync('getent', ['passwd'], { encoding: 'utf8' }).trim().split('\n');
  for (const line of passwd) {
    const [name = '', , uid] = line.split(':');
    t.equal(await userId(name), Number(uid), name);
  }
});

void t.test('takes a number as it is, whoever that may be', async (t) => {
  t.equal(await userId('0'), 0);
  t.equal(await userId('54321'), 54321);
  t.equal(await userId('4294967295'), 4294967295);
  t.equal(await userId('4294967296'), undefined, 'no uid is that great');
});

void t.test('anything else is no user', async (t) => {
  // The last ones would be a pattern, an option, and two fields or lines of passwd.
  const none = ['', 'no-such-user', 'ROOT', ' root', '-1', '1.5', '0x0', 'ro.t', '--help'];
  for (const user of [...none, 'root:x', 'root\n', 'x'.repeat(1000)]) {
    t.equal(await userId(user), undefined, JSON.stringify(user));
  }
});

void t.test('without getent, /etc/passwd is all there is', async (t) => {
  const path = process.env['PATH'];
  t.teardown(() => (process.env['PATH'] = path));
  process.env['PATH'] = '/nowhere';
  t.equal(await userId('root'), 0);
  t.equal(await userId('no-such-user'), undefined);
});
