import { from, isNumber, kind, nobody, SENDER, tellsOf, type Who } from '../support/origins.js';

/** A parent that handles what its child's end sends; the child has the sender's name. */
const PARENT = `
handle(signal.SIGCHLD, signal.SIGUSR1)
target = os.getpid()`;

const DUMPS = `
folder = tempfile.TemporaryDirectory()
def dumps():
    os.chdir(folder.name)
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.abort()`;

/** A parent of the sender's name with a child that asks for TERM at its parent's death. */
const DYING = `
def mourns(): prctl(PDEATHSIG, signal.SIGTERM)
def parent(act=lambda: None):
    return idle(act, name=SENDER)`;

/** The tracer has the sender's name. */
const PTRACE = `
ATTACH, KILL, DETACH, SEIZE, EXITKILL, WALL = 16, 8, 17, 0x4206, 0x100000, 0x40000000
def ptrace(request, pid, data=0):
    assert libc.ptrace(request, pid, None, ctypes.c_void_p(data)) == 0
def attach(pid):
    ptrace(ATTACH, pid)
    os.waitpid(pid, WALL)`;

/** Ends of a child: what it does, and the code of its SIGCHLD. */
const ENDS = [
  ['exits', 'CLD_EXITED', 'sender = fork(lambda: os._exit(7), SENDER)'],
  ['is killed', 'CLD_KILLED', 'sender = idle(name=SENDER)\nos.kill(sender, signal.SIGKILL)'],
  ['dumps core', 'CLD_DUMPED', `${DUMPS}\nsender = fork(dumps, SENDER)`],
] as const;

const fromThread = (who: Who, origin: string) => ({
  ...from(who, origin),
  sender: who('sender', { tid: who('thread').pid, comm: 'thread' }),
});

tellsOf('children, parents, tracers', [
  ...ENDS.map(([what, code, child]) => ({
    what: `a child ${what}`,
    actor: `${PARENT}\n${child}\nsay(target=target, sender=sender)`,
    told: (who: Who) => [
      {
        signal: { ...kind('SIGCHLD', code), ...from(who, 'child') },
        outcome: 'handled' as const,
      },
    ],
  })),
  {
    what: 'a child stops and goes on',
    actor: `
${PARENT}
sender = idle(name=SENDER)
stop(sender)
os.waitpid(sender, os.WUNTRACED)
os.kill(sender, signal.SIGCONT)
os.waitpid(sender, os.WCONTINUED)
say(target=target, sender=sender)`,
    told: (who) =>
      (['CLD_STOPPED', 'CLD_CONTINUED'] as const).map((code, nth) => ({
        signal: { ...kind('SIGCHLD', code), ...from(who, 'child') },
        nth,
        outcome: 'handled',
      })),
  },
  {
    what: 'the last thread of a child goes after its first',
    actor: `
${PARENT}
read, write = os.pipe()
def last():
    named(b'thread')
    os.write(write, struct.pack('i', threading.get_native_id()))
    until(lambda: state(os.getpid()) == 'Z')
def act():
    thread(last)
    libc.syscall(EXIT, 3)
sender = fork(act, SENDER)
say(target=target, sender=sender, thread=struct.unpack('i', os.read(read, 4))[0])`,
    told: (who) => [
      {
        signal: { ...kind('SIGCHLD', 'CLD_EXITED'), ...fromThread(who, 'child') },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'a child whose end sends another signal',
    actor: `
${PARENT}
child = libc.syscall(CLONE, signal.SIGUSR1, 0, 0, 0, 0)
if not child: os._exit(3)
kin.append(child)
say(target=target, child=child)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'CLD_EXITED'),
          origin: 'child',
          sender: who('child'),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    // While fork() has not come back, it is blocked, and then not ignored.
    what: 'a SIGCHLD that nobody waits for',
    actor: `
target = os.getpid()
say(target=target, sender=sender(lambda: until(lambda: state(target) == 'S')))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGCHLD', 'CLD_EXITED', 'process', 'ignored'),
          ignored_why: 'default',
          ...from(who, 'child'),
        },
      },
    ],
  },
  {
    // Its parent is the task on the processor, and yet not the child that has changed its state.
    what: 'a dying parent hands on a zombie, then is one itself',
    actor: `
target = os.getpid()
prctl(SUBREAPER, 1)
block(signal.SIGCHLD)
read, write = os.pipe()
def parent():
    child = fork(lambda: os._exit(5), outlives=True)
    until(lambda: state(child) == 'Z')
    os.write(write, struct.pack('i', child))
sender = fork(parent, SENDER)
child = struct.unpack('i', os.read(read, 4))[0]
kin.append(child)
say(target=target, sender=sender, child=child)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGCHLD', 'CLD_EXITED'),
          origin: 'child',
          sender: (told?: { pid?: number }) => told === undefined || told.pid === who('child').pid,
          target: who('target'),
        },
      },
      {
        signal: {
          ...kind('SIGCHLD', 'CLD_EXITED', 'process', 'already_pending'),
          ...from(who, 'child'),
        },
        nth: 1,
      },
    ],
  },
  {
    what: 'a parent exits',
    actor: `
${DYING}
def prepare():
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
    return idle(mourns)
sender, target = parent(prepare)
say(target=target, sender=sender)
os.kill(sender, signal.SIGUSR1)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'parent-death') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'a parent is killed',
    actor: `
${DYING}
sender, target = parent(lambda: idle(mourns))
say(target=target, sender=sender)
os.kill(sender, signal.SIGKILL)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'parent-death') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'a parent dies of its own kill(2), whose registers are still there',
    actor: `
${DYING}
def prepare():
    child = idle(mourns)
    def act():
        default(signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
    signal.signal(signal.SIGUSR1, lambda *_: act())
    return child
sender, target = parent(prepare)
say(target=target, sender=sender)
os.kill(sender, signal.SIGUSR1)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'parent-death') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'the thread that has forked ends, its process does not',
    actor: `
${DYING}
read, write = os.pipe()
def forks():
    named(b'thread')
    os.write(write, struct.pack('ii', idle(mourns), threading.get_native_id()))
sender = parent(lambda: thread(forks) and None)
target, tid = struct.unpack('ii', os.read(read, 8))
say(target=target, sender=sender, thread=tid)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          ...fromThread(who, 'parent-death'),
          parent_thread: true,
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'a process group is orphaned while it is stopped',
    actor: `
read, write = os.pipe()
def prepare():
    os.setpgrp()
    prctl(PDEATHSIG, 0)
    handle(signal.SIGCONT)
def parent():
    os.setsid()
    target = idle(prepare)
    stop(target)
    os.write(write, struct.pack('i', target))
parent = fork(parent, SENDER)
reap(parent)
say(target=struct.unpack('i', os.read(read, 4))[0], parent=parent)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGHUP', 'SI_KERNEL'),
          origin: 'kernel',
          ...nobody(who('parent', { comm: SENDER })),
          target: who('target'),
        },
        outcome: 'terminated',
      },
      {
        signal: {
          ...kind('SIGCONT', 'SI_KERNEL'),
          origin: 'kernel',
          ...nobody(who('parent', { comm: SENDER })),
          target: who('target'),
        },
      },
    ],
  },
  {
    what: 'ptrace: a program starts under a tracer',
    actor: `
${PTRACE}
file = tempfile.mkdtemp() + '/' + os.fsdecode(NAME)
os.symlink(sys.executable, file)
def act():
    def traced():
        ptrace(0, 0)
        os.execv(file, [file, '-c', ''])
    target = fork(traced)
    say(target=target)
    os.waitpid(target, 0)
    os.unlink(file)
    os.rmdir(os.path.dirname(file))
    ptrace(DETACH, target)
    os.waitpid(target, 0)
fork(act, SENDER)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTRAP', 'SI_USER', 'thread'),
          origin: 'ptrace',
          sender: undefined,
          target: who('target', { comm: (comm: unknown) => typeof comm === 'string' }),
        },
      },
    ],
  },
  {
    what: 'ptrace: attach, and kill',
    actor: `
${PTRACE}
target = idle()
def act():
    attach(target)
    ptrace(KILL, target)
say(target=target, sender=sender(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGSTOP', 'SI_KERNEL', 'thread'), ...from(who, 'ptrace') },
      },
      {
        signal: { ...kind('SIGKILL', 'SI_USER', 'thread'), ...from(who, 'ptrace') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'ptrace: the tracer goes, and with it what it traces',
    actor: `
${PTRACE}
target = idle()
say(target=target, sender=sender(lambda: ptrace(SEIZE, target, EXITKILL)))`,
    told: (who) => [
      {
        signal: { ...kind('SIGKILL', 'SI_KERNEL', 'thread'), ...from(who, 'ptrace') },
        outcome: 'terminated',
      },
    ],
  },
  {
    // The tracer had reaped it; that tells its parent, and the tracer is the task on the processor.
    what: 'a child that a tracer reaps first',
    actor: `
${PTRACE}
${PARENT}
child = idle()
def act():
    ptrace(SEIZE, child)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, WALL)
tracer = fork(act, SENDER)
os.waitpid(child, 0)
kin.remove(child)
reap(tracer)
say(target=target, child=child, tracer=tracer)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGCHLD', 'CLD_KILLED'),
          origin: 'child',
          sender: (told?: { pid?: number }) => told === undefined || told.pid === who('child').pid,
          target: who('target'),
        },
        outcome: 'handled',
        more: { latency_ns: isNumber },
      },
    ],
  },
]);
