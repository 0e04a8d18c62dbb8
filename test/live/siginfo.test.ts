// What the receiver itself learns of a signal, its siginfo, held against what the trace tells of it.
import { mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import t from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { cgroupId, cgroupsOfUnits } from '../support/cgroups.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { puppet } from '../support/python.js';
import { until } from '../support/until.js';

/** Comm of every target here; the trace asks for it, so that it sees nobody else's signals. */
const TARGET = `rx${process.pid}`;
const SENDER = `tx${process.pid}`;

/** Takes each signal as it comes and says what the kernel told of it. */
const RECEIVER = `
signals = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
def take(*more):
    for step in more: step()
    info = signal.sigwaitinfo(signals)
    say(signo=info.si_signo, code=info.si_code, errno=info.si_errno, pid=info.si_pid, uid=info.si_uid)
`;
const LISTENS = `${RECEIVER}\nsay(ready=1)\nwhile True: take()`;

void t.test('what the receiver learns', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', TARGET]);

  /** The record of such a signal to the process. */
  async function traced(signo: number, pid: number, code?: number): Promise<SignalRecord> {
    const wanted = (record: SignalRecord) =>
      record.signo === signo &&
      record.target.pid === pid &&
      (code ?? record.si_code) === record.si_code;
    return until(
      () => trace.signals.find(wanted),
      () => `no signal ${signo} to ${pid} in ${JSON.stringify(trace.records)}`,
    );
  }

  await t.test('kill(1), by the wall clock', async (t) => {
    const receiver = puppet(t, TARGET, LISTENS);
    await receiver.hears();
    const before = Date.now();
    const killer = execa('/bin/kill', ['-TERM', String(receiver.pid)]);
    await killer;
    const truth = await receiver.hears();
    const after = Date.now();
    t.strictSame(truth, { signo: 15, code: 0, errno: 0, pid: killer.pid, uid: 0 });
    const record = await traced(15, receiver.pid);
    t.match(record, { code: 'SI_USER', si_code: 0, sender: { pid: killer.pid, uid: 0 } });
    const { time, epoch_us, ktime } = record;
    t.ok(epoch_us >= (before - 10) * 1000 && epoch_us <= (after + 10) * 1000, 'while it was sent');
    t.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    t.equal(epoch_us, Date.parse(time) * 1000 + Number(time.slice(23, 26)), 'one time, two forms');
    t.match(ktime, /^\d+$/);
  });

  await t.test('a real-time signal with a value', async (t) => {
    const receiver = puppet(t, TARGET, LISTENS);
    await receiver.hears();
    const sender = puppet(t, SENDER, `libc.sigqueue(${receiver.pid}, 37, ctypes.c_void_p(5))`);
    const truth = { signo: 37, code: -1, errno: 0, pid: sender.pid, uid: 0 };
    t.strictSame(await receiver.hears(), truth);
    t.match(await traced(37, receiver.pid), {
      signal: 'SIGRTMIN+3',
      si_code: -1,
      sender: { pid: sender.pid, tid: sender.pid, comm: SENDER, uid: 0 },
    });
  });

  await t.test('a forged siginfo fools the receiver, not the trace', async (t) => {
    const receiver = puppet(t, TARGET, LISTENS);
    await receiver.hears();
    // siginfo: signo, errno, code, padding, pid, uid. It claims to come from pid 1 of user 77.
    const sender = puppet(
      t,
      SENDER,
      `
info = (ctypes.c_int * 32)(10, 2, -1, 0, 1, 77)
libc.syscall(${process.arch === 'arm64' ? 138 : 129}, ${receiver.pid}, 10, info)`,
    );
    t.strictSame(await receiver.hears(), { signo: 10, code: -1, errno: 2, pid: 1, uid: 77 });
    t.match(await traced(10, receiver.pid), {
      errno: 2,
      origin: 'sigqueue',
      sender: { pid: sender.pid, tid: sender.pid, comm: SENDER, uid: 0, gid: 0 },
    });
  });

  await t.test('timers and children', async (t) => {
    const receiver = puppet(
      t,
      TARGET,
      `${RECEIVER}
# Interrupts bring them: where one comes while a program of the tracer runs, the kernel skips it.
for each in range(3): take(lambda: signal.setitimer(signal.ITIMER_REAL, 0.02))
timer = ctypes.c_void_p()
libc.timer_create(1, None, ctypes.byref(timer))
for each in range(3): take(lambda: libc.timer_settime(timer, 0, (ctypes.c_long * 4)(0, 0, 0, 20_000_000), None))
take(lambda: os.fork() or os._exit(7))
sys.stdin.read()`,
    );
    const { pid } = receiver;
    for (const code of [128, 128, 128, -2, -2, -2]) {
      t.match(await receiver.hears(), { signo: 14, code, errno: 0 });
    }
    const child = await receiver.hears();
    t.match(child, { signo: 17, code: 1, errno: 0 });
    t.match(await traced(14, pid, 128), { code: 'SI_KERNEL', sender: null });
    t.match(await traced(14, pid, -2), { code: 'SI_TIMER', sender: null });
    t.match(await traced(17, pid), {
      code: 'CLD_EXITED',
      si_code: 1,
      sender: { pid: child['pid'] },
    });
  });

  await t.test('a sender of another user, in a cgroup of its own', async (t) => {
    const [uid, gid] = [12345, 23456];
    const receiver = puppet(t, TARGET, `os.setgid(${gid})\nos.setuid(${uid})\n${LISTENS}`);
    await receiver.hears();
    const cgroup = await mkdtemp(join(cgroupsOfUnits(), 'signals-trace-test-'));
    t.teardown(() => rmdir(cgroup));
    const kill =
      'echo $$ >"$0/cgroup.procs" && exec setpriv --reuid "$1" --regid "$2" --clear-groups /bin/kill -USR1 "$3"';
    const killer = execa('sh', ['-c', kill, cgroup, ...[uid, gid, receiver.pid].map(String)]);
    await killer;
    t.strictSame(await receiver.hears(), { signo: 10, code: 0, errno: 0, pid: killer.pid, uid });
    t.match(await traced(10, receiver.pid), {
      sender: {
        pid: killer.pid,
        comm: 'kill',
        uid,
        gid,
        cgroup_id: cgroupId(cgroup),
      },
      target: { pid: receiver.pid, uid },
    });
  });

  const { exitCode, end, signals } = await trace.stop();
  t.equal(exitCode, 0);
  t.match(end, { lost: 0, unaccounted: 0, invalid: 0, filtered: 0, received: signals.length });
  t.equal(new Set(signals.map(({ id }) => id)).size, signals.length, 'no id twice');
});
