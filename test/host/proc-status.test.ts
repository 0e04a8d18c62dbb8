import { spawn } from 'node:child_process';

import t from 'tap';

import { procStat } from '../../src/host/proc-stat.js';
import { procStatus } from '../../src/host/proc-status.js';
import { until } from '../support/until.js';

void t.test('a stopped process with a pending signal', async (t) => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  const { pid = 0 } = child;
  const startTimeNs = (procStat(pid)?.startTicks ?? 0n) * 10_000_000n;
  t.match(procStatus(pid, pid, startTimeNs), { stopped: false });
  child.kill('SIGSTOP');
  await until(() => procStatus(pid, pid, startTimeNs)?.stopped === true, 'stopped');
  child.kill('SIGUSR1');
  const status = procStatus(pid, pid, startTimeNs);
  t.ok(status?.pending(10));
  t.notOk(status?.pending(12));
  t.equal(procStatus(pid, pid, startTimeNs - 10_000_000n), undefined, 'another process');
});
