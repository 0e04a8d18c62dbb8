import path from 'node:path';

import t from 'tap';

import { asRoot, isRoot } from '../../src/bpftrace/as-root.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';

void t.test('commands as their user types them', (t) => {
  const commands = ['apt-get update', 'apt-get install bpftrace'];
  t.equal(asRoot(commands, true), 'apt-get update && apt-get install bpftrace');
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', 'exit 0')));
  t.equal(asRoot(commands, false), 'sudo apt-get update && sudo apt-get install bpftrace');
  setVariable(t, 'PATH', t.testdir({}));
  t.equal(asRoot(commands, false), "su -c 'apt-get update && apt-get install bpftrace'");
  t.equal(asRoot('id', false), "su -c 'id'");
  t.end();
});

void t.test('root is by the effective user', (t) => {
  t.equal(isRoot(), process.geteuid?.() === 0);
  t.end();
});
