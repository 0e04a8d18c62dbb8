import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { AttemptRecord } from '../../src/records/records.js';
import { type Ended, LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { NOBODY } from '../support/nobody.js';
import { puppet } from '../support/python.js';

const NAME = `try${process.pid}`;

/** Makes each call of the kill family for what is not there, and says what it had for it. */
const TRIES = `
import errno
def call(function, *arguments):
    if function(*arguments) != -1: raise SystemExit('it did not fail')
gone = os.fork()
if not gone: os._exit(0)
pidfd = os.pidfd_open(gone)
os.waitpid(gone, 0)
info = ctypes.create_string_buffer(128)
ctypes.cast(info, ctypes.POINTER(ctypes.c_int))[2] = -1
numbers = {'x86_64': (200, 234, 129, 297, 424), 'aarch64': (130, 131, 138, 240, 424)}[os.uname().machine]
tkill, tgkill, sigqueue, tgsigqueue, pidfd_send = numbers
say(gone=gone, pidfd=pidfd)
sys.stdin.readline()
call(libc.kill, gone, 15)
call(libc.kill, gone, 0)
call(libc.kill, -gone, 1)
call(libc.kill, os.getpid(), 99)
call(libc.syscall, tkill, gone, 10)
call(libc.syscall, tgkill, os.getpid(), gone, 12)
call(libc.syscall, sigqueue, gone, 34, info)
call(libc.syscall, tgsigqueue, os.getpid(), gone, 35, info)
call(libc.syscall, pidfd_send, pidfd, 9, None, 0)
say(done=1)
sys.stdin.read()
`;

function attemptsOf({ records }: Pick<Ended, 'records'>): AttemptRecord[] {
  return records.filter((record) => record.type === 'attempt');
}

void t.test('calls that fail', { skip: cannotTrace }, async (t) => {
  const tried = async (t: Test, ...flags: string[]) => {
    const tries = puppet(t, NAME, TRIES);
    const { gone = 0, pidfd = 0 } = await tries.hears();
    const trace = await LiveTrace.start(t, ['--json', ...flags]);
    tries.tell('now');
    await tries.hears();
    const ended = await trace.stop();
    t.match(ended.end, { lost: 0, unaccounted: 0, invalid: 0 });
    const attempts = attemptsOf(ended).filter(({ sender }) => sender.pid === tries.pid);
    return { attempts, gone, pidfd, pid: tries.pid, ended };
  };

  await t.test('each of the family, as it was made', async (t) => {
    const { attempts, gone, pidfd, pid, ended } = await tried(t, '--attempts', '--from', NAME);
    t.match(attempts, [
      { syscall: 'kill', signal: 'SIGTERM', signo: 15, arg: gone, errno: 'ESRCH' },
      { syscall: 'kill', signo: 0, arg: gone, errno: 'ESRCH' },
      { syscall: 'kill', signal: 'SIGHUP', arg: -gone, errno: 'ESRCH' },
      { syscall: 'kill', signo: 99, arg: pid, errno: 'EINVAL' },
      { syscall: 'tkill', signal: 'SIGUSR1', arg: gone, errno: 'ESRCH' },
      { syscall: 'tgkill', signal: 'SIGUSR2', arg: pid, thread: gone, errno: 'ESRCH' },
      { syscall: 'rt_sigqueueinfo', signal: 'SIGRTMIN', arg: gone, errno: 'ESRCH' },
      { syscall: 'rt_tgsigqueueinfo', signal: 'SIGRTMIN+1', thread: gone, errno: 'ESRCH' },
      { syscall: 'pidfd_send_signal', signal: 'SIGKILL', arg: pidfd, errno: 'ESRCH' },
    ]);
    t.equal(attempts.length, 9);
    for (const { sender, signo, signal } of attempts) {
      t.match(sender, { pid, tid: pid, comm: NAME, uid: 0, ppid: process.pid });
      t.match(sender.cmdline?.at(-1), NAME);
      t.equal(signal === undefined, signo === 0 || signo === 99);
    }
    const times = attempts.map(({ ktime }) => BigInt(ktime));
    t.strictSame(
      times,
      [...times].sort((a, b) => Number(a - b)),
      'in their order',
    );
    t.equal(ended.end.received, 0, 'they are no signals');
    t.equal(ended.end.generated, 0);
  });

  await t.test('those of the signals that are asked for', async (t) => {
    const { attempts } = await tried(t, '--attempts', '-s', 'TERM,KILL');
    t.strictSame(
      attempts.map(({ signo }) => signo),
      [15, 9],
    );
  });

  await t.test('those for a pid that no process has', async (t) => {
    const stale = puppet(t, `${NAME}b`, 'say(ready=1)');
    await stale.ended;
    const trace = await LiveTrace.start(t, ['--json', '--attempts', '--to', String(stale.pid)]);
    await execa('/bin/kill', ['-0', String(stale.pid)], { reject: false });
    await execa('/bin/kill', ['-0', '4194303'], { reject: false });
    const ended = await trace.stop();
    t.match(attemptsOf(ended), [{ signo: 0, arg: stale.pid, sender: { comm: 'kill' } }]);
    t.equal(attemptsOf(ended).length, 1);
    t.match(ended.stderr, /no process has this pid; waiting for calls/);
  });

  await t.test('none where nobody asked for them', async (t) => {
    const { attempts } = await tried(t);
    t.strictSame(attempts, []);
  });
});

void t.test('what may not be signalled', { skip: cannotTrace }, async (t) => {
  const root = puppet(t, NAME, 'sys.stdin.read()');
  const trace = await LiveTrace.start(t, ['--json', '--attempts', NAME]);
  await execa('env', [...NOBODY, '/bin/kill', '-TERM', String(root.pid)], { reject: false });
  const ended = await trace.stop();
  t.match(attemptsOf(ended), [
    { errno: 'EPERM', arg: root.pid, signal: 'SIGTERM', sender: { uid: 65534, comm: 'kill' } },
  ]);
  t.match(attemptsOf(ended)[0]?.target, { pid: root.pid, comm: NAME });
  t.match(attemptsOf(ended)[0]?.sender.cmd, `/bin/kill -TERM ${root.pid}`);
  t.match(ended.end, { unaccounted: 0, lost: 0 });
});
