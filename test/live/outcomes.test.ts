// What becomes of signals where neither a handler nor a death tells it.
import { mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import t from 'tap';

import type { OutcomeRecord } from '../../src/records/records.js';
import { cgroupMount } from '../support/cgroups.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { puppet } from '../support/python.js';
import { until } from '../support/until.js';

const NAME = `fated${process.pid}`;
const outcomesOf = (trace: LiveTrace) => trace.all('outcome') as unknown as OutcomeRecord[];

/** Nobody could continue it: its parent is in another session. */
const ORPHAN = `
pid = os.fork()
if not pid:
    os.setsid()
    for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU): os.kill(os.getpid(), number)
    os._exit(0)
os.waitpid(pid, 0)
say(done=pid)
`;

void t.test('stops in an orphaned group are discarded, each', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', NAME]);
  const { done } = await puppet(t, NAME, ORPHAN).hears();
  await trace.told('exit', ({ target }) => (target as { pid?: number }).pid === done);
  const { signals } = await trace.stop();
  const stops = signals.filter(({ target }) => target.pid === done);
  t.equal(stops.length, 3);
  for (const { id, signal } of stops) {
    const told = outcomesOf(trace).filter(({ signal_id }) => signal_id === id);
    t.match(told, [{ signal, outcome: 'discarded', fatal: false }]);
  }
});

/** Its core takes a while to write. */
const LARGE = `
os.chdir(sys.argv[2])
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
memory = bytearray(b'x' * (600 << 20))
say(ready=1)
signal.pause()
`;

void t.test(
  'a core is being dumped; a KILL cuts it short',
  { skip: cannotTrace || (writesNoFile() && 'cores go to a program') },
  async (t) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'core-'));
    t.teardown(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const trace = await LiveTrace.start(t, ['--json', '--signal', 'ABRT,KILL', '--to', NAME]);
    const target = puppet(t, NAME, LARGE, folder);
    await target.hears();
    process.kill(target.pid, 'SIGABRT');
    await trace.told('outcome', ({ outcome }) => outcome === 'dumping');
    process.kill(target.pid, 'SIGKILL');
    t.equal(await target.ended, 'SIGKILL');
    const { signals } = await trace.stop();
    const [abort, kill] = signals;
    t.match(outcomesOf(trace), [
      { signal_id: abort?.id, outcome: 'dumping', fatal: false, cut_short_by: undefined },
      { signal_id: abort?.id, outcome: 'dumping', fatal: false, cut_short_by: kill?.id },
      { signal_id: kill?.id, outcome: 'terminated', fatal: true },
    ]);
  },
);

function writesNoFile(): boolean {
  return readFileSync('/proc/sys/kernel/core_pattern', 'utf8').startsWith('|');
}

/** Its tracer keeps a signal to itself. */
const TRACED = `
PTRACE_CONT, PTRACE_SEIZE = 7, 0x4206
libc.ptrace.argtypes = [ctypes.c_long] * 4
pid = os.fork()
if not pid:
    signal.signal(signal.SIGUSR1, lambda *_: None)
    while True: signal.pause()
time.sleep(0.1)
assert libc.ptrace(PTRACE_SEIZE, pid, 0, 0) == 0
os.kill(pid, signal.SIGUSR1)
os.waitpid(pid, 0)
time.sleep(0.5)
libc.ptrace(PTRACE_CONT, pid, 0, 0)
say(traced=pid)
sys.stdin.read()
os.kill(pid, signal.SIGKILL)
`;

void t.test('what a tracer keeps was taken, by the tracer', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--signal', 'USR1', '--to', NAME]);
  const tracer = puppet(t, NAME, TRACED);
  const { traced } = await tracer.hears();
  await trace.told('outcome', ({ signal }) => signal === 'SIGUSR1');
  tracer.dismiss();
  await tracer.ended;
  await trace.stop();
  const told = outcomesOf(trace).filter(({ target }) => target.pid === traced);
  t.match(told, [{ outcome: 'taken', by_tracer: true, fatal: false }]);
});

const HANDLES = `
signal.signal(signal.SIGUSR1, lambda *_: None)
say(ready=1)
while True: signal.pause()
`;

/** More at once than a small map has room for. */
const MANY = `
pids = []
for _ in range(100):
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGUSR2, lambda *_: None)
        while True: signal.pause()
    pids.append(pid)
time.sleep(0.5)
for pid in pids: os.kill(pid, signal.SIGUSR2)
say(done=1)
sys.stdin.read()
for pid in pids: os.kill(pid, signal.SIGKILL)
`;

void t.test('targets that nobody has room for are told', { skip: cannotTrace }, async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'small-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  const small = path.join(folder, 'bpftrace');
  const script =
    '#!/bin/sh\nexport BPFTRACE_MAP_KEYS_MAX=64 BPFTRACE_MAX_MAP_KEYS=64\nexec bpftrace "$@"\n';
  writeFileSync(small, script, { mode: 0o755 });
  const options = ['--json', '--signal', 'USR2', '--to', NAME, '--bpftrace', small];
  const trace = await LiveTrace.start(t, options);
  const target = puppet(t, NAME, MANY);
  await target.hears();
  await until(() => trace.signals.length === 100 || undefined, 'each is told of');
  target.dismiss();
  await target.ended;
  await trace.stop();
  const known = outcomesOf(trace).length;
  t.ok(known > 0 && known < 100, `${known} outcomes`);
  t.ok(outcomesOf(trace).every(({ outcome }) => outcome === 'handled'));
  const [{ message } = {}] = trace
    .all('warning')
    .filter(({ code }) => code === 'outcomes_forgotten');
  t.match(message, `what became of ${100 - known} signals is not told`);
});

const mount = cgroupMount();

void t.test(
  'who is frozen takes nothing',
  { skip: cannotTrace || (mount === undefined && 'needs cgroup v2') },
  async (t) => {
    const cgroup = mkdtempSync(path.join(mount ?? '', 'frozen-'));
    t.teardown(() => {
      rmdirSync(cgroup);
    });
    const trace = await LiveTrace.start(t, ['--json', '--signal', 'USR1', '--to', NAME]);
    const target = puppet(t, NAME, HANDLES);
    await target.hears();
    writeFileSync(path.join(cgroup, 'cgroup.procs'), String(target.pid));
    writeFileSync(path.join(cgroup, 'cgroup.freeze'), '1');
    await until(
      () =>
        readFileSync(path.join(cgroup, 'cgroup.events'), 'utf8').includes('frozen 1') || undefined,
      'frozen',
    );
    process.kill(target.pid, 'SIGUSR1');
    await trace.signal(() => true);
    await trace.stop();
    writeFileSync(path.join(cgroup, 'cgroup.freeze'), '0');
    process.kill(target.pid, 'SIGKILL');
    await target.ended;
    t.match(outcomesOf(trace), [{ outcome: 'pending', pending_why: 'frozen' }]);
  },
);
