// Who they are at both ends, however short-lived or hostile: as the probe and /proc tell it.
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { Process, SignalRecord } from '../../src/records/records.js';
import { cgroupId, cgroupMount, cgroupsOfUnits } from '../support/cgroups.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { type Puppet, puppet } from '../support/python.js';
import { until } from '../support/until.js';

const TARGET = `id${process.pid}`;
const CLONE3 = 435;

/** Handles USR1 and USR2, and says so. */
const RECEIVER = `
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.signal(signal.SIGUSR2, lambda *_: None)
say(ready=1)
while True: time.sleep(10)
`;

/** What runs in a program of its own, with arguments of any bytes: sends USR1, and is gone. */
const EXECS = `
import base64
python = '/usr/bin/python3' if os.path.exists('/usr/bin/python3') else sys.executable
def sends(target, args, signo=10):
    script = f'import os; os.kill({target}, {signo})'
    if not os.fork(): os.execv(python, [b'python', b'-c', script.encode()] + args)
    os.wait()
def fork_as(pid):
    """As fork does, into a pid that is free."""
    wanted = ctypes.c_int(pid)
    args = (ctypes.c_uint64 * 11)(0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, ctypes.addressof(wanted), 1, 0)
    child = libc.syscall(${CLONE3}, args, ctypes.sizeof(args))
    assert child >= 0, os.strerror(ctypes.get_errno())
    return child
`;

function python(args: readonly string[], target: number): string[] {
  return ['python', '-c', `import os; os.kill(${target}, 10)`, ...args];
}

void t.test('who they are', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', TARGET]);

  async function receiver(t: Test, script = RECEIVER, ...args: string[]): Promise<Puppet> {
    const made = puppet(t, TARGET, script, ...args);
    await made.hears();
    return made;
  }

  async function signal({ pid }: { pid: number }, name: string, nth = 0): Promise<SignalRecord> {
    const wanted = ({ target, signal }: SignalRecord) => target.pid === pid && signal === name;
    await trace.signal((record) => wanted(record) && trace.signals.filter(wanted).length > nth);
    return trace.signals.filter(wanted)[nth] as SignalRecord;
  }

  await t.test('a sender that is gone, with arguments of any bytes', async (t) => {
    const target = await receiver(t);
    const args = ['', `"'\\\`$HOME`, 'a\nb\t\u001B[31m\u0007', 'grüße 日本 🦊', ' ', '*', ''];
    const bytes = args.map((arg) => `b64('${Buffer.from(arg).toString('base64')}')`);
    puppet(
      t,
      'sender',
      `${EXECS}\nb64 = base64.b64decode\nsends(${target.pid}, [${bytes.join(', ')}, b'\\xff\\xc3(', b'end'])`,
    );
    const { sender } = await signal(target, 'SIGUSR1');
    t.same(sender?.cmdline, python([...args, '\uFFFD\uFFFD(', 'end'], target.pid));
    t.notHas(sender, { cmdline_truncated: true });
    t.match(sender?.cmd, `'' '"'\\''\\\`$HOME' 'a\nb`, 'quoted as for a shell');
    t.match(sender?.comm, /^python/);
    t.match(sender?.start_time, /^\d+$/);
    t.equal(sender?.user, 'root');
  });

  await t.test('100 kB of arguments', async (t) => {
    const long = 'x'.repeat(100_000);
    const target = await receiver(t, RECEIVER, long);
    puppet(t, 'sender', `${EXECS}\nsends(${target.pid}, [b'x' * 100000])`);
    const { sender, target: to } = await signal(target, 'SIGUSR1');
    const whole = python([long], target.pid).join('\0');
    // Of one that is gone it is what the probe could carry; /proc may just have been in time.
    const told = sender?.cmdline?.join('\0');
    t.equal(told, sender?.cmdline_truncated === true ? whole.slice(0, 1024) : whole);
    t.notHas(to, { cmdline_truncated: true });
    t.equal(to.cmdline?.at(-1), long, 'of one that lives, all of it');
  });

  await t.test('no arguments at all', async (t) => {
    const target = await receiver(t);
    puppet(
      t,
      'sender',
      `
read, write = os.pipe()
os.write(write, b'import os; os.kill(${target.pid}, 10)')
os.close(write)
if not os.fork():
    os.dup2(read, 0)
    none = (ctypes.c_char_p * 1)(None)
    libc.execve(b'/usr/bin/python3', none, none)
    os._exit(1)
os.wait()`,
    );
    const { sender } = await signal(target, 'SIGUSR1');
    // Linux 5.18 and newer put an empty one in.
    t.ok(sender?.cmdline === undefined || sender.cmdline.join() === '');
    t.match(sender, { comm: 'python3', uid: 0 });
  });

  await t.test('a process that rewrites its title', async (t) => {
    const target = await receiver(t);
    const sender = puppet(
      t,
      'titled',
      `
start, end = map(int, open('/proc/self/stat').read().rsplit(')', 1)[1].split()[45:47])
def title(text):
    text = text.encode()[:end - start - 1]
    ctypes.memmove(start, text + bytes(end - start - len(text)), end - start)
for text in ('titled: idle', 'titled: busy with SELECT', 'titled: idle'):
    title(text)
    os.kill(${target.pid}, signal.SIGUSR1)
    sys.stdin.readline()
`,
    );
    for (const [nth, text] of [
      'titled: idle',
      'titled: busy with SELECT',
      'titled: idle',
    ].entries()) {
      const record = await signal(target, 'SIGUSR1', nth);
      t.same(record.sender?.cmdline, [text]);
      t.equal(record.sender?.pid, sender.pid);
      sender.tell('');
    }
  });

  await t.test('a leader of a session that dies of a hangup', async (t) => {
    const name = join(t.testdir({ [TARGET]: t.fixture('symlink', '/bin/sleep') }), TARGET);
    const terminal = puppet(
      t,
      'terminal',
      `
import pty
pid, fd = pty.fork()
if pid == 0: os.execv(${JSON.stringify(name)}, ['hung up on', '600'])
say(pid=pid)
sys.stdin.readline()
os.close(fd)
sys.stdin.readline()
`,
    );
    const { pid = 0 } = await terminal.hears();
    await until(
      () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('hung up on'),
      () => 'it does not begin',
    );
    terminal.tell('');
    // It hangs up on its own group when it has no memory any more, and tells no arguments then.
    const { origin, target } = await signal({ pid }, 'SIGHUP');
    t.equal(origin, 'tty');
    t.same(target.cmdline, ['hung up on', '600']);
  });

  await t.test('a process that becomes another program of the same name', async (t) => {
    const name = join(t.testdir({ [TARGET]: t.fixture('symlink', '/bin/sleep') }), TARGET);
    const target = await receiver(
      t,
      `
signal.signal(signal.SIGUSR1, lambda *_: None)
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
say(ready=1)
sys.stdin.readline()
os.execv('${name}', ['other', '100'])
`,
    );
    const exe = () => readlinkSync(`/proc/${target.pid}/exe`);
    const before = exe();
    process.kill(target.pid, 'SIGUSR1');
    t.match((await signal(target, 'SIGUSR1')).target, { comm: TARGET, exe: before });
    target.tell('');
    await until(
      () => readFileSync(`/proc/${target.pid}/cmdline`, 'utf8').startsWith('other'),
      'it runs the same program still',
    );
    const after = exe();
    process.kill(target.pid, 'SIGUSR2');
    const other = { comm: TARGET, exe: after, cmdline: ['other', '100'] };
    t.match((await signal(target, 'SIGUSR2')).target, other);
    process.kill(target.pid, 'SIGTERM');
    t.match((await signal(target, 'SIGTERM')).target, other);
  });

  await t.test('a process that ends as another program', async (t) => {
    const name = join(t.testdir({ [TARGET]: t.fixture('symlink', '/bin/sh') }), TARGET);
    const target = await receiver(
      t,
      `
signal.signal(signal.SIGUSR1, lambda *_: None)
say(ready=1)
sys.stdin.readline()
os.execv('${name}', ['other', '-c', 'kill -TERM $$'])
`,
    );
    process.kill(target.pid, 'SIGUSR1');
    const { exe } = (await signal(target, 'SIGUSR1')).target;
    target.tell('');
    const { target: to, sender } = await signal(target, 'SIGTERM');
    const other = { comm: TARGET, cmdline: ['other', '-c', 'kill -TERM $$'] };
    t.match([to, sender], [other, other]);
    t.notMatch([to.exe, sender?.exe], [exe, exe]);
  });

  const reuse =
    existsSync('/proc/sys/kernel/ns_last_pid') ||
    'the kernel lets nobody choose a pid (needs CONFIG_CHECKPOINT_RESTORE)';
  await t.test(
    'a pid that is used again at once',
    { skip: reuse === true ? false : reuse },
    async (t) => {
      const target = await receiver(t);
      const spawner = puppet(
        t,
        'sender',
        `${EXECS}
def once(word, signo, pid=None):
    child = os.fork() if pid is None else fork_as(pid)
    if not child: os.execv(python, [b'python', b'-c', b'import os; os.kill(${target.pid}, %d)' % signo, word])
    os.waitpid(child, 0)
    return child
pid = once(b'first', 10)
assert once(b'second', 12, pid) == pid
say(pid=pid)`,
      );
      const { pid } = await spawner.hears();
      const [first, second] = [await signal(target, 'SIGUSR1'), await signal(target, 'SIGUSR2')];
      t.same([first.sender?.pid, second.sender?.pid], [pid, pid]);
      t.equal(first.sender?.cmdline?.at(-1), 'first');
      t.equal(second.sender?.cmdline?.at(-1), 'second');
      t.ok(Number(first.sender?.start_time) < Number(second.sender?.start_time));
    },
  );

  await t.test(
    'a target whose pid is used again',
    { skip: reuse === true ? false : reuse },
    async (t) => {
      const spawner = puppet(
        t,
        'spawner',
        `${EXECS}
def live(code, pid=None):
    read, write = os.pipe()
    child = os.fork() if pid is None else fork_as(pid)
    if not child:
        named(b'${TARGET}')
        signal.signal(15, lambda *_: os._exit(code))
        os.write(write, b'.')
        while True: time.sleep(10)
    os.read(read, 1)
    os.kill(child, 15)
    os.waitpid(child, 0)
    return child
pid = live(3)
assert live(4, pid) == pid
say(pid=pid)`,
      );
      const { pid = 0 } = await spawner.hears();
      const records = [await signal({ pid }, 'SIGTERM'), await signal({ pid }, 'SIGTERM', 1)];
      const ofIt = (record: Record<string, unknown>) => (record['target'] as Process).pid === pid;
      await trace.told(
        'exit',
        (record) => ofIt(record) && isDeepStrictEqual(record['exit'], { code: 4 }),
      );
      const exits = trace.all('exit').filter(ofIt);
      t.same(
        exits.map(({ exit }) => exit),
        [{ code: 3 }, { code: 4 }],
      );
      t.same(
        exits.map(({ signal_ids }) => signal_ids),
        records.map(({ id }) => [id]),
      );
    },
  );

  await t.test('another user, pid and mount namespace', async (t) => {
    const spawner = puppet(
      t,
      'spawner',
      `
NEWNS, NEWPID, PDEATHSIG = 0x20000, 0x20000000, 1
def hosts(): return int(os.readlink('/proc/self'))
assert libc.unshare(NEWNS | NEWPID) == 0
read, write = os.pipe()
if not os.fork():
    named(b'${TARGET}')
    os.setuid(12345)
    libc.prctl(PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    say(init=hosts())
    os.write(write, b'.')
    while True: time.sleep(10)
os.read(read, 1)
if not os.fork():
    os.setgid(23456)
    os.setuid(12345)
    libc.prctl(PDEATHSIG, signal.SIGKILL)
    say(sender=hosts())
    os.kill(1, signal.SIGUSR1)
    while True: time.sleep(10)
os.wait()`,
    );
    const { init = 0, sender = 0 } = { ...(await spawner.hears()), ...(await spawner.hears()) };
    const record = await signal({ pid: init }, 'SIGUSR1');
    const common = { ppid: spawner.pid, uid: 12345, exe: /python/ };
    t.match(record.sender, {
      ...common,
      pid: sender,
      tid: sender,
      gid: 23456,
      nspid: 2,
      comm: 'spawner',
    });
    t.match(record.target, { ...common, pid: init, tid: init, gid: 0, nspid: 1 });
    t.notHas(record.sender, { user: 'root' });
    t.equal(record.origin, 'kill');
  });

  await t.test('cgroups: unit, container and pod, of one that is gone too', async (t) => {
    const id = 'c0ffee'.repeat(11).slice(0, 64);
    const uid = '0a1b2c3d_0000_4000_8000_0123456789ab';
    const pod = `kubepods.slice/kubepods-pod${uid}.slice/cri-containerd-${id}.scope`;
    const [unit, container] = await cgroups(t, 'api.service', pod);
    const target = await receiver(
      t,
      `with open('${container}/cgroup.procs', 'w') as procs: procs.write('0')\n${RECEIVER}`,
    );
    // Older hierarchies name no cgroup by the id that the kernel tells: only /proc does, of the living.
    const older = cgroupMount() === undefined;
    const [comm, kill] = older ? ['sh', 'kill'] : ['kill', 'exec /bin/kill'];
    const sent = `echo $$ >"$0/cgroup.procs" && ${kill} -USR1 ${target.pid}; read _`;
    const kills = async (nth: number) => {
      const killer = execa('sh', ['-c', sent, unit ?? ''], { stdin: 'pipe', reject: false });
      const record = await signal(target, 'SIGUSR1', nth);
      killer.stdin.end();
      await killer;
      return record;
    };
    let record = await kills(0);
    // A cgroup is searched for after a rest that is as long as the last search took, many times.
    for (let nth = 1; nth < 10 && record.sender?.cgroup === undefined; nth++) {
      await sleep(1000);
      record = await kills(nth);
    }
    const { sender, target: to } = record;
    t.match(sender, { comm, unit: 'api.service', cgroup_id: cgroupId(unit ?? '') });
    t.match(sender?.cgroup, /^\/signals-trace-test-\w+\/api\.service$/);
    t.notHas(sender, { container: id });
    t.match(to, { container: id, pod: uid.replaceAll('_', '-') });
    t.match(to.cgroup, new RegExp(`/${pod}$`));
  });

  await t.test('by the wall clock', async (t) => {
    const target = await receiver(t);
    const before = Date.now();
    await execa('/bin/kill', ['-USR1', String(target.pid)]);
    const after = Date.now();
    const { epoch_us, time } = await signal(target, 'SIGUSR1');
    t.ok(epoch_us >= (before - 10) * 1000 && epoch_us <= (after + 10) * 1000, 'while it was sent');
    t.equal(epoch_us, Date.parse(time) * 1000 + Number(time.slice(23, 26)), 'one time, two forms');
  });

  const { end } = await trace.stop();
  t.match(end, { lost: 0, unaccounted: 0, invalid: 0 });
});

/** Cgroups of the test's own, gone when it is over; their folders. */
async function cgroups(t: Test, ...paths: string[]): Promise<string[]> {
  const root = await mkdtemp(join(cgroupsOfUnits(), 'signals-trace-test-'));
  const folders = paths.map((path) => join(root, path));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  t.teardown(async () => {
    // Deepest first; -empty would ask for their files.
    await execa('find', [root, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';']);
  });
  return folders;
}

void t.test('whose children they are, on request', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--ancestors', '--to', TARGET]);
  const target = puppet(t, TARGET, RECEIVER);
  await target.hears();
  // The sender is gone at once, and so is the shell that started it; the outer one waits.
  const shells = execa('sh', ['-c', `sh -c '/bin/kill -USR1 ${target.pid}; true'; read over`], {
    reject: false,
  });
  const { sender, target: to } = await trace.signal(({ signal }) => signal === 'SIGUSR1');
  shells.stdin.end();
  await shells;
  const chain = lineage(process.pid);
  const [inner, outer, ...further] = sender?.ancestors ?? [];
  t.match(inner, { pid: sender?.ppid, comm: 'sh' });
  t.match(outer, { pid: shells.pid, comm: 'sh', cmd: /^sh -c 'sh -c/ });
  t.strictSame(
    further.map(({ pid }) => pid),
    chain,
    'each once, up to pid 1',
  );
  t.strictSame(
    to.ancestors?.map(({ pid }) => pid),
    chain,
    "the target's too",
  );
});

/** Signals, then becomes another program whose arguments begin at the same address. */
const FORGES = `
import shutil, tempfile
folder = tempfile.mkdtemp()
python = '/usr/bin/python3' if os.path.exists('/usr/bin/python3') else sys.executable
evil, good = (shutil.copy(os.path.realpath(python), f'{folder}/{name}') for name in ('evil', 'good'))
sleeps = 'import time; time.sleep(1)'
begins = f"import os; os.kill({sys.argv[2]}, 10); os.execve('{good}', ['{good}', '-c', '{sleeps}'.ljust(300)], {{}})"
for _ in range(3):
    if not os.fork():
        libc.personality(0x40000)
        os.execve(evil, [evil, '-c', begins.ljust(300)], {})
for _ in range(3): os.wait()
shutil.rmtree(folder)
`;

void t.test(
  'whoever runs another program by then is not named',
  { skip: cannotTrace },
  async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '--to', TARGET]);
    const target = puppet(t, TARGET, RECEIVER);
    await target.hears();
    await puppet(t, 'forger', FORGES, String(target.pid)).ended;
    const { signals } = await trace.stop();
    const sent = signals.filter(({ signal }) => signal === 'SIGUSR1');
    t.equal(sent.length, 3);
    for (const { sender } of sent) {
      t.equal(sender?.comm, 'evil');
      t.notMatch(sender?.exe, /good/);
      t.notMatch(sender?.cmdline, ['', '-c', /^import time/]);
    }
  },
);

/** The process and its ancestors, up to pid 1. */
function lineage(pid: number): number[] {
  const status = pid === 0 ? '' : readFileSync(`/proc/${pid}/status`, 'utf8');
  return pid === 0 ? [] : [pid, ...lineage(Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]))];
}
