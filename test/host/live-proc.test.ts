import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import t, { type Test } from 'tap';

import { LiveProc } from '../../src/host/live-proc.js';
import { until } from '../support/until.js';

/** A process that waits until it is killed. Amid its exec it has no command line: that is over. */
async function sleeper(t: Test) {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' }) as ChildProcess & { pid: number };
  t.teardown(() => child.kill('SIGKILL'));
  const line = `/proc/${child.pid}/cmdline`;
  await until(() => readFileSync(line, 'utf8').startsWith('sleep'), 'sleep, in its place');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

void t.test('command lines', async (t) => {
  const proc = new LiveProc();
  const child = await sleeper(t);
  t.equal(proc.commandLine(child.pid), 'sleep 1000');
  t.match(proc.commandLine(process.pid), /^\S*node /);
  t.equal(proc.commandLine(0), undefined, 'there is no process 0');
});

void t.test('a command line outlives its process for two seconds, and no more', async (t) => {
  const proc = new LiveProc();
  const child = await sleeper(t);
  const line = proc.commandLine(child.pid);
  t.type(line, 'string');
  await killed(child);
  t.equal(proc.commandLine(child.pid), line, 'the signal that killed it can still be matched');
  t.equal(new LiveProc().commandLine(child.pid), undefined);
  await sleep(1100);
  t.equal(proc.commandLine(child.pid), line, 'as long as it may be on its way');
  t.equal(proc.unread, 0);
  await sleep(1100);
  t.equal(proc.commandLine(child.pid), undefined, 'the pid may be another by now');
  t.equal(proc.unread, 1, 'and that is counted');
});

void t.test('what all processes are called can be learned before they go', async (t) => {
  const proc = new LiveProc();
  const child = await sleeper(t);
  proc.learn();
  await killed(child);
  t.type(proc.commandLine(child.pid), 'string');
});

void t.test('kernel threads have an empty one', (t) => {
  const proc = new LiveProc();
  if (proc.commandLine(2) === undefined) t.comment('no kernel threads to be seen here');
  else t.equal(proc.commandLine(2), '');
  t.end();
});

void t.test('owners', async (t) => {
  const proc = new LiveProc();
  t.equal(proc.owner(process.pid), process.geteuid?.());
  const child = await sleeper(t);
  t.equal(proc.owner(child.pid), process.geteuid?.());
  await killed(child);
  t.equal(proc.owner(child.pid), undefined);
});

void t.test('threads', (t) => {
  const proc = new LiveProc();
  const tids = readdirSync('/proc/self/task').map(Number);
  t.ok(tids.length > 1, 'Node has several');
  for (const tid of tids) t.ok(proc.hasThread(process.pid, tid));
  t.notOk(proc.hasThread(process.ppid, process.pid), 'a child is no thread');
  t.notOk(proc.hasThread(process.pid, process.ppid));
  t.ok(proc.hasThread(process.pid, process.pid), 'the first has the number of the process');
  t.end();
});
