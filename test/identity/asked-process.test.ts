import { spawn } from 'node:child_process';
import { once } from 'node:events';

import t from 'tap';

import { askedProcess } from '../../src/identity/asked-process.js';
import { attempt } from '../support/kernel-signal.js';

const now = () => process.hrtime.bigint();
const [KILL, TKILL, TGKILL] = [0, 1, 2];

void t.test('who had the pid at the time of the call, and has it still', async (t) => {
  const child = spawn('sleep', ['600'], { argv0: 'sleeper: main' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const { pid: arg = 0 } = child;
  const asked = (other: Parameters<typeof attempt>[0], lines = true) =>
    askedProcess(attempt({ call: KILL, arg, ktime: now(), ...other }), lines);
  t.match(asked({}), { pid: arg, tid: arg, comm: 'sleep', name: /sleep/ });
  t.equal(asked({}, false)?.name, 'sleep', 'its command line may not be read');
  t.match(asked({ call: TGKILL, thread: 7 }), { pid: arg, tid: 7 });
  t.equal(asked({ ktime: 1n }), undefined, 'it has started since');
  t.equal(asked({ call: TKILL }), undefined, 'a thread is no process');
  for (const group of [-arg, -1, 0]) t.equal(asked({ arg: group }), undefined, `${group}`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.equal(asked({}), undefined, 'it has gone');
});
