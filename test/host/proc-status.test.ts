import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

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
  t.equal(status?.whyPending(10), 'stopped');
  t.notOk(status?.ended);
  t.equal(procStatus(pid, pid, startTimeNs - 10_000_000n), undefined, 'another process');
});

void t.test('a blocked signal, and a process that nobody has waited for', async (t) => {
  const script =
    'import signal, os, time; signal.pthread_sigmask(0, [10]); os.fork() or os._exit(0); print(1, flush=True); time.sleep(60)';
  const child = spawn('python3', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const { pid = 0 } = child;
  const started = (of: number) => (procStat(of)?.startTicks ?? 0n) * 10_000_000n;
  child.kill('SIGUSR1');
  const status = procStatus(pid, pid, started(pid));
  t.ok(status?.pending(10));
  t.equal(status?.whyPending(10), 'blocked');
  t.equal(status?.whyPending(12), undefined, 'nothing hinders another');
  const zombie = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  await until(() => procStatus(zombie, zombie, started(zombie))?.ended === true, 'a zombie');
});
