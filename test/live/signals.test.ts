import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { Process, SignalRecord } from '../../src/schema/records.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { puppet } from '../support/python.js';
import { until } from '../support/until.js';

/** Comm of every target here; the trace asks for it, so that it sees nobody else's signals. */
const TARGET = `rx${process.pid}`;
const SENDER = `tx${process.pid}`;

/** Takes each signal as it comes and says what the kernel told of it: what a record is held against. */
const RECEIVER = `
signals = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
say(tid=os.getpid())
while True:
    info = signal.sigwaitinfo(signals)
    say(signo=info.si_signo, code=info.si_code, errno=info.si_errno, pid=info.si_pid, uid=info.si_uid)
`;

/** Root's, in no cgroup of its own. */
const ROOT = { uid: 0, gid: 0, cgroup_id: cgroupId(process.pid) };

void t.test('signals, field by field', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', TARGET]);

  /** Waits for the signal to the thread and looks at what every record has; gives back the rest. */
  async function traced(t: Test, signal: string, tid: number, nth = 0) {
    const wanted = (record: SignalRecord) => record.signal === signal && record.target.tid === tid;
    const { type, time, epoch_us, ktime, cpu, id, ...rest } = await until(
      () => trace.signals.filter(wanted)[nth],
      () => `no ${signal} to ${tid} in ${JSON.stringify(trace.records)}`,
    );
    t.equal(type, 'signal');
    t.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    t.equal(epoch_us, Date.parse(time) * 1000 + Number(time.slice(23, 26)), 'one time, two forms');
    t.ok(Math.abs(epoch_us / 1000 - Date.now()) < 10_000, 'by the wall clock');
    t.match(ktime, /^\d+$/);
    t.ok(Number.isInteger(cpu) && cpu >= 0);
    t.match(id, /\S/);
    return rest;
  }

  function target(pid: number, more: Partial<Process> = {}): Process {
    return { pid, tid: pid, comm: TARGET, uid: 0, ...more };
  }

  const byUser = { code: 'SI_USER', si_code: 0, errno: 0, scope: 'process' } as const;

  await t.test('kill(1), by the wall clock', async (t) => {
    const receiver = puppet(t, TARGET, RECEIVER);
    await receiver.hears();
    const before = Date.now();
    const killer = execa('/bin/kill', ['-TERM', String(receiver.pid)]);
    await killer;
    const truth = await receiver.hears();
    const after = Date.now();
    t.strictSame(await traced(t, 'SIGTERM', receiver.pid), {
      signal: 'SIGTERM',
      signo: 15,
      ...byUser,
      result: 'delivered',
      origin: 'unknown',
      sender: { pid: killer.pid, tid: killer.pid, comm: 'kill', ...ROOT },
      target: target(receiver.pid),
    });
    t.strictSame(truth, { signo: 15, code: 0, errno: 0, pid: killer.pid, uid: 0 });
    const { epoch_us } = await trace.signal(({ target }) => target.pid === receiver.pid);
    t.ok(epoch_us >= (before - 10) * 1000 && epoch_us <= (after + 10) * 1000, 'while it was sent');
  });

  await t.test('kill to a group: a record for each member', async (t) => {
    const leader = puppet(
      t,
      TARGET,
      `os.setsid()\nchild = os.fork()\nif child: say(child=child)\nsys.stdin.read()`,
    );
    const child = (await leader.hears())['child'] ?? 0;
    const killer = execa('/bin/kill', ['-HUP', '--', `-${leader.pid}`]);
    await killer;
    for (const pid of [leader.pid, child]) {
      t.strictSame(await traced(t, 'SIGHUP', pid), {
        signal: 'SIGHUP',
        signo: 1,
        ...byUser,
        result: 'delivered',
        origin: 'unknown',
        sender: { pid: killer.pid, tid: killer.pid, comm: 'kill', ...ROOT },
        target: target(pid),
      });
    }
  });

  await t.test('tgkill to a thread that is not the leader, from one that is not', async (t) => {
    const receiver = puppet(
      t,
      TARGET,
      `
def receive():
    named(b'second')
    say(tid=threading.get_native_id())
    info = signal.sigwaitinfo([signal.SIGUSR2])
    say(signo=info.si_signo, code=info.si_code, errno=info.si_errno, pid=info.si_pid, uid=info.si_uid)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
thread = threading.Thread(target=receive)
thread.start()
sys.stdin.read()`,
    );
    const { tid = 0 } = await receiver.hears();
    t.not(tid, receiver.pid);
    const sender = puppet(
      t,
      SENDER,
      `
def send():
    say(tid=threading.get_native_id(), error=libc.tgkill(${receiver.pid}, ${tid}, 12))
threading.Thread(target=send).start()`,
    );
    const sent = await sender.hears();
    t.strictSame(await traced(t, 'SIGUSR2', tid), {
      signal: 'SIGUSR2',
      signo: 12,
      code: 'SI_TKILL',
      si_code: -6,
      errno: 0,
      scope: 'thread',
      result: 'delivered',
      origin: 'tkill',
      sender: { pid: sender.pid, tid: sent['tid'], comm: SENDER, ...ROOT },
      target: { pid: receiver.pid, tid, comm: 'second', uid: 0 },
    });
    t.not(sent['tid'], sender.pid);
    // glibc's sigwaitinfo calls SI_TKILL SI_USER.
    t.match(await receiver.hears(), { signo: 12, errno: 0, pid: sender.pid, uid: 0 });
  });

  await t.test('sigqueue, and a real-time signal', async (t) => {
    const receiver = puppet(t, TARGET, RECEIVER);
    await receiver.hears();
    const sender = puppet(t, SENDER, `libc.sigqueue(${receiver.pid}, 37, ctypes.c_void_p(5))`);
    t.strictSame(await receiver.hears(), {
      signo: 37,
      code: -1,
      errno: 0,
      pid: sender.pid,
      uid: 0,
    });
    t.strictSame(await traced(t, 'SIGRTMIN+3', receiver.pid), {
      signal: 'SIGRTMIN+3',
      signo: 37,
      code: 'SI_QUEUE',
      si_code: -1,
      errno: 0,
      scope: 'process',
      result: 'delivered',
      origin: 'unknown',
      sender: { pid: sender.pid, tid: sender.pid, comm: SENDER, ...ROOT },
      target: target(receiver.pid),
    });
  });

  await t.test('a forged siginfo fools the receiver, not the trace', async (t) => {
    const receiver = puppet(t, TARGET, RECEIVER);
    await receiver.hears();
    // siginfo: signo, errno, code, padding, pid, uid. It claims to come from pid 1 of user 77.
    const forge = (signo: number, code: number) => `
info = (ctypes.c_int * 32)(${signo}, 2, ${code}, 0, 1, 77)
libc.syscall(${process.arch === 'arm64' ? 138 : 129}, ${receiver.pid}, ${signo}, info)`;
    const sender = puppet(t, SENDER, forge(10, -1) + forge(12, -2));
    t.strictSame(await receiver.hears(), { signo: 10, code: -1, errno: 2, pid: 1, uid: 77 });
    const queued = await traced(t, 'SIGUSR1', receiver.pid);
    t.strictSame(queued.sender, { pid: sender.pid, tid: sender.pid, comm: SENDER, ...ROOT });
    t.equal(queued.errno, 2);
    t.match(await receiver.hears(), { signo: 12, code: -2, errno: 2 });
    t.strictSame(
      await traced(t, 'SIGUSR2', receiver.pid),
      {
        signal: 'SIGUSR2',
        signo: 12,
        code: 'SI_TIMER',
        si_code: -2,
        errno: 2,
        scope: 'process',
        result: 'delivered',
        origin: 'unknown',
        target: target(receiver.pid),
      },
      'a code that a timer has as well proves no sender',
    );
  });

  await t.test('timers have no sender', async (t) => {
    const receiver = puppet(
      t,
      TARGET,
      `
signals = [signal.SIGALRM, signal.SIGVTALRM]
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
def take():
    info = signal.sigwaitinfo(signals)
    say(signo=info.si_signo, code=info.si_code, errno=info.si_errno)
signal.setitimer(signal.ITIMER_REAL, 0.02)
take()
timer = ctypes.c_void_p()
libc.timer_create(1, None, ctypes.byref(timer))
libc.timer_settime(timer, 0, (ctypes.c_long * 4)(0, 0, 0, 20_000_000), None)
take()
signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
while signal.SIGVTALRM not in signal.sigpending(): pass
take()
sys.stdin.read()`,
    );
    const expected = (signal: string, signo: number, code: string, si_code: number) => ({
      signal,
      signo,
      code,
      si_code,
      errno: 0,
      scope: 'process',
      result: 'delivered',
      origin: 'unknown',
      target: target(receiver.pid),
    });
    t.strictSame(await receiver.hears(), { signo: 14, code: 128, errno: 0 });
    t.strictSame(await receiver.hears(), { signo: 14, code: -2, errno: 0 });
    t.strictSame(await receiver.hears(), { signo: 26, code: 128, errno: 0 });
    const { pid } = receiver;
    t.strictSame(await traced(t, 'SIGALRM', pid), expected('SIGALRM', 14, 'SI_KERNEL', 128));
    t.strictSame(await traced(t, 'SIGALRM', pid, 1), expected('SIGALRM', 14, 'SI_TIMER', -2));
    t.strictSame(await traced(t, 'SIGVTALRM', pid), expected('SIGVTALRM', 26, 'SI_KERNEL', 128));
  });

  await t.test('SIGCHLD at an exit', async (t) => {
    const parent = puppet(
      t,
      TARGET,
      `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
child = os.fork()
if not child: os._exit(7)
info = signal.sigwaitinfo([signal.SIGCHLD])
say(child=child, signo=info.si_signo, code=info.si_code, errno=info.si_errno, pid=info.si_pid)
sys.stdin.read()`,
    );
    const { child, ...truth } = await parent.hears();
    t.strictSame(truth, { signo: 17, code: 1, errno: 0, pid: child });
    t.strictSame(await traced(t, 'SIGCHLD', parent.pid), {
      signal: 'SIGCHLD',
      signo: 17,
      code: 'CLD_EXITED',
      si_code: 1,
      errno: 0,
      scope: 'process',
      result: 'delivered',
      origin: 'child',
      target: target(parent.pid),
    });
  });

  const fatal = [
    {
      what: 'a pipe that nobody reads',
      script: `
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
reader, writer = os.pipe()
os.close(reader)
os.write(writer, b'x')`,
      expected: { signal: 'SIGPIPE', signo: 13, code: 'SI_USER', si_code: 0, scope: 'thread' },
    },
    {
      what: 'an address that is not mapped',
      script: 'ctypes.string_at(8)',
      expected: { signal: 'SIGSEGV', signo: 11, code: 'SEGV_MAPERR', si_code: 1, scope: 'thread' },
    },
    {
      what: 'abort',
      script: 'os.abort()',
      expected: { signal: 'SIGABRT', signo: 6, code: 'SI_TKILL', si_code: -6, scope: 'thread' },
    },
    {
      what: 'an alarm without a handler',
      script: 'signal.setitimer(signal.ITIMER_REAL, 0.01)\ntime.sleep(60)',
      expected: { signal: 'SIGALRM', signo: 14, code: 'SI_KERNEL', si_code: 128, scope: 'process' },
    },
  ] as const;
  for (const { what, script, expected } of fatal) {
    await t.test(`death by ${what} names no sender`, async (t) => {
      const victim = puppet(t, TARGET, script);
      t.equal(await victim.ended, expected.signal);
      t.strictSame(await traced(t, expected.signal, victim.pid), {
        ...expected,
        errno: 0,
        result: 'delivered',
        origin: 'unknown',
        target: target(victim.pid),
      });
    });
  }

  await t.test('results: ignored, already pending', async (t) => {
    const deaf = puppet(
      t,
      TARGET,
      `
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
say(ready=1)
sys.stdin.read()`,
    );
    await deaf.hears();
    const pid = String(deaf.pid);
    await execa('/bin/kill', ['-USR1', pid]);
    await execa('/bin/kill', ['-USR2', pid]);
    await execa('/bin/kill', ['-USR2', pid]);
    t.equal((await traced(t, 'SIGUSR1', deaf.pid)).result, 'ignored');
    t.equal((await traced(t, 'SIGUSR2', deaf.pid)).result, 'delivered');
    t.equal((await traced(t, 'SIGUSR2', deaf.pid, 1)).result, 'already_pending');
  });

  await t.test('SIGKILL to a stopped process', async (t) => {
    const victim = puppet(t, TARGET, 'say(ready=1)\nsys.stdin.read()');
    await victim.hears();
    await execa('/bin/kill', ['-STOP', String(victim.pid)]);
    await until(
      () => (/^State:\tT/m.test(status(victim.pid)) ? true : undefined),
      () => 'it did not stop',
    );
    const killer = execa('/bin/kill', ['-KILL', String(victim.pid)]);
    await killer;
    t.equal(await victim.ended, 'SIGKILL');
    const sent = { ...byUser, result: 'delivered', origin: 'unknown' };
    t.match(await traced(t, 'SIGSTOP', victim.pid), { signal: 'SIGSTOP', signo: 19, ...sent });
    t.strictSame(await traced(t, 'SIGKILL', victim.pid), {
      signal: 'SIGKILL',
      signo: 9,
      ...sent,
      sender: { pid: killer.pid, tid: killer.pid, comm: 'kill', ...ROOT },
      target: target(victim.pid),
    });
  });

  await t.test('a sender of another user, in a cgroup of its own', async (t) => {
    const [uid, gid] = [12345, 23456];
    const receiver = puppet(t, TARGET, `os.setgid(${gid})\nos.setuid(${uid})\n${RECEIVER}`);
    await receiver.hears();
    const cgroup = await mkdtemp(join(cgroupMount(), 'signals-trace-test-'));
    t.teardown(() => rmdir(cgroup));
    const kill =
      'echo $$ >"$0/cgroup.procs" && exec setpriv --reuid "$1" --regid "$2" --clear-groups /bin/kill -USR1 "$3"';
    const killer = execa('sh', ['-c', kill, cgroup, ...[uid, gid, receiver.pid].map(String)]);
    await killer;
    t.strictSame(await receiver.hears(), { signo: 10, code: 0, errno: 0, pid: killer.pid, uid });
    t.strictSame(await traced(t, 'SIGUSR1', receiver.pid), {
      signal: 'SIGUSR1',
      signo: 10,
      ...byUser,
      result: 'delivered',
      origin: 'unknown',
      sender: {
        pid: killer.pid,
        tid: killer.pid,
        comm: 'kill',
        uid,
        gid,
        cgroup_id: String(statSync(cgroup).ino),
      },
      target: target(receiver.pid, { uid }),
    });
  });

  const { exitCode, end, signals } = await trace.stop();
  t.equal(exitCode, 0);
  t.match(end, { lost: 0, unaccounted: 0, invalid: 0, filtered: 0, received: signals.length });
  t.equal(new Set(signals.map(({ id }) => id)).size, signals.length, 'no id twice');
});

function status(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}

/** Where the hierarchy of cgroup v2 is mounted. */
function cgroupMount(): string {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  return /^(?:\S+ ){4}(\S+) .* - cgroup2 /m.exec(mounts)?.[1] ?? '/sys/fs/cgroup';
}

/** Id of a process's cgroup: the inode of its directory. */
function cgroupId(pid: number): string {
  const path = /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1] ?? '/';
  return String(statSync(join(cgroupMount(), path)).ino);
}
