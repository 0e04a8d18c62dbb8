import path from 'node:path';

import t from 'tap';

import { absentSudo, refusalOf } from '../../src/bpftrace/sudo-refusal.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';

/** Words of sudo 1.8 to 1.9 and of sudo-rs. */
const REFUSALS: [stderr: string, why: RegExp][] = [
  ['sudo: The "no new privileges" flag is set, which prevents sudo …', /"no new privileges" flag/],
  ['sudo: a password is required', /asks for a password/],
  ['sudo: interactive authentication is required', /asks for a password/],
  ['sudo: sorry, you must have a tty to run sudo', /asks for a password/],
  ['sudo: 3 incorrect password attempts', /did not accept the password/],
  ['joe is not in the sudoers file.', /does not let this user/],
  ["Sorry, user joe is not allowed to execute '/usr/bin/env' as root on x.", /does not let this/],
  ['Sorry, user joe may not run sudo on x.', /does not let this user/],
  ["sudo: I'm sorry joe. I'm afraid I can't do that", /does not let this user/],
  ['sudo: you do not exist in the passwd database', /not in \/etc\/passwd/],
  ['sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set', /not setuid root/],
  ["sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the 'nosuid' …", /nosuid/],
  ['sudo: /etc/sudoers is owned by uid 1000, should be 0', /its settings/],
  ['sudo: no valid sudoers sources found, quitting', /its settings/],
  ['sudo: account validation failure, is your account locked?', /locked or expired/],
  ['sudo: unable to resolve host x\nsudo: the moon is full', /it said: sudo: the moon is full$/],
  ['', /it failed, and said nothing$/],
];

for (const [stderr, why] of REFUSALS) {
  void t.test(`sudo says: ${stderr}`, (t) => {
    const run = { stdout: '', stderr, end: { kind: 'exited', status: 1 } } as const;
    const refusal = refusalOf('/usr/bin/sudo', run, 1000);
    t.match(refusal, { why, fix: /\S/ });
    t.match(refusal.why, /^sudo /, 'a clause');
    t.end();
  });
}

void t.test('sudo that says nothing', (t) => {
  const of = (end: Parameters<typeof refusalOf>[1]['end']) =>
    refusalOf('/nonexistent/sudo', { stdout: '', stderr: '', end }, 10_000).why;
  t.equal(of({ kind: 'died', signal: 'SIGSEGV' }), 'sudo does not work: it was ended by SIGSEGV');
  t.equal(of({ kind: 'too late' }), 'sudo does not answer: it did not end within 10 s');
  t.equal(
    of({ kind: 'not started', code: 'ENOENT' }),
    'sudo cannot be executed: /nonexistent/sudo does not exist',
  );
  t.end();
});

void t.test('a sudo that can be executed, none, and one that cannot', (t) => {
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', 'exit 0')));
  t.equal(absentSudo(), undefined);
  setVariable(t, 'PATH', t.testdir({}));
  t.match(absentSudo(), { why: 'sudo is not installed' });
  setVariable(t, 'PATH', t.testdir({ sudo: 'plain' }));
  t.match(absentSudo(), { why: /^sudo cannot be executed: \S+ may not be executed by this user$/ });
  t.end();
});
