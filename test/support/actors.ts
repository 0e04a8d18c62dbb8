/**
 * Python that every actor may use. An actor is a process, with children and threads as it needs them,
 * that makes a signal happen and prints who was who. Its children end with it, however it ends.
 */
export const ACTORS = `
import contextlib, errno, fcntl, mmap, pty, socket, struct, tempfile, termios, traceback
NAME = os.fsencode(sys.argv[1])
SENDER = b's' + NAME
X86 = os.uname().machine == 'x86_64'
TKILL, SIGQUEUE, TGSIGQUEUE, CLONE, EXIT, GETPPID = (
    (200, 129, 297, 56, 60, 110) if X86 else (130, 138, 240, 220, 93, 173))
PIDFD_SEND_SIGNAL, PIDFD_THREAD = 424, 0x80
SIGINFO_SIZE = 32
signal.signal(signal.SIGINT, signal.SIG_DFL)

def prctl(option, value):
    assert libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) == 0
PDEATHSIG, SUBREAPER = 1, 36

def host(thread=False):
    """Its own pid (or tid) in the pid namespace that /proc is of."""
    return int(os.readlink('/proc/thread-self' if thread else '/proc/self').split('/')[-1])

kin = []
def fork(act, name=NAME, outlives=False):
    """A child that does this and ends."""
    pid = os.fork()
    if pid:
        kin.append(pid)
        return pid
    try:
        kin.clear()
        if not outlives: prctl(PDEATHSIG, signal.SIGKILL)
        named(name)
        act()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(99)

def idle(prepare=lambda: None, **options):
    """A child that waits for signals, once it has prepared; and what preparing gave, if anything."""
    read, write = os.pipe()
    def act():
        given = prepare()
        os.write(write, struct.pack('i', given if type(given) is int else 0))
        while True: signal.pause()
    pid = fork(act, **options)
    os.close(write)
    given = struct.unpack('i', os.read(read, 4))[0]
    os.close(read)
    return (pid, given) if given else pid

def sender(act):
    """Does it in a process of its own, that is gone a moment later."""
    pid = fork(act, SENDER)
    reap(pid)
    return pid

def reap(pid):
    status = os.waitpid(pid, 0)[1]
    if pid in kin: kin.remove(pid)
    return status

def thread(act=signal.pause):
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread.native_id

def second(signo):
    """A second thread, and a handler."""
    def two():
        handle(signo)
        def act():
            named(b'second')
            while True: signal.pause()
        tid = thread(act)
        until(lambda: open(f'/proc/self/task/{tid}/comm').read() == 'second\\n')
        return tid
    return two

def handle(*signals):
    for each in signals: signal.signal(each, lambda *_: None)
def ignore(*signals):
    for each in signals: signal.signal(each, signal.SIG_IGN)
def default(*signals):
    for each in signals: signal.signal(each, signal.SIG_DFL)
def block(*signals): signal.pthread_sigmask(signal.SIG_BLOCK, signals)
def unblock(*signals): signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)

def burn():
    while True: pass
def until(seen):
    for _ in range(1000):
        if seen(): return
        time.sleep(0.01)
    raise TimeoutError
def state(pid): return open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[0]
def stop(pid):
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == 'T')

def siginfo(signo, code):
    """It claims to come from pid 1 of user 77."""
    return (ctypes.c_int * SIGINFO_SIZE)(signo, 0, code, 0, 1, 77)

def terminal(act):
    """A new terminal with a session of its own: its master, the leader, and what act gave."""
    master, slave = pty.openpty()
    def prepare():
        os.close(master)
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        return act(slave)
    leader = idle(prepare)
    os.close(slave)
    return (master, *leader) if type(leader) is tuple else (master, leader)

def ends():
    """What an actor does last: nothing of it is left behind."""
    sys.stdin.read()
    for pid in kin:
        with contextlib.suppress(ProcessLookupError): os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError): os.waitpid(pid, 0)
`;
