import path from 'node:path';

import t from 'tap';

import { ownCommandAsRoot } from '../../src/bpftrace/own-command.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';

void t.test('the command as its user has started it', (t) => {
  setVariable(t, 'npm_command', '');
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', 'exit 0')));
  t.intercept(process, 'execPath', { value: '/usr/bin/node' });
  t.equal(ownCommandAsRoot('doctor', true), 'signals-trace doctor');
  t.equal(ownCommandAsRoot('doctor', false), 'sudo signals-trace doctor');
  setVariable(t, 'npm_command', 'exec');
  t.equal(ownCommandAsRoot(undefined, false), 'sudo npx signals-trace');
  t.end();
});

void t.test('sudo has a PATH of its own, without the Node.js of a user', (t) => {
  setVariable(t, 'npm_command', '');
  t.intercept(process, 'execPath', { value: '/home/joe/.nvm/bin/node' });
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', 'exit 0')));
  t.equal(ownCommandAsRoot('doctor', false), 'sudo env "PATH=$PATH" signals-trace doctor');
  setVariable(t, 'PATH', t.testdir({}));
  t.equal(ownCommandAsRoot('doctor', false), "su -c 'signals-trace doctor'");
  t.end();
});
