"""The processes of scripts/capture.ts: sends real signals of known kinds among its own processes.

Writes one line of JSON to stdout: the pids of all of them, and of each signal in the order sent what
a trace must say of it, and how they ended. A field that nobody can know beforehand is left out.
"""

import ctypes
import json
import os
import signal
import threading

libc = ctypes.CDLL(None, use_errno=True)
SYS_tgkill = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
# Calls that the probe tells, with their first argument, on x86-64 alone.
KILL, TGKILL, SIGQUEUE = 62, 234, 129
SI_USER, SI_KERNEL, SI_QUEUE, SI_TIMER, SI_TKILL, SEGV_MAPERR = 0, 128, -1, -2, -6, 1
DELIVERED, IGNORED, ALREADY_PENDING = 0, 1, 2
RTMIN = 34

sent = []
exits = []
pids = [os.getpid()]


class Actor:
    """A child that names itself, gets ready, and waits; `tell` makes it act."""

    def __init__(self, name, ready=lambda: None, act=lambda: None, group=0):
        self.name = name
        told, self.says = os.pipe()
        answer, says_ready = os.pipe()
        self.pid = self.tid = os.fork()
        if self.pid == 0:
            os.close(self.says)
            os.close(answer)
            os.setpgid(0, group)
            set_comm(name)
            tid = ready() or os.getpid()
            os.write(says_ready, str(tid).encode())
            while os.read(told, 1):
                act()
                os.write(says_ready, b".")
            os._exit(0)
        os.close(told)
        os.close(says_ready)
        self.answer = answer
        self.tid = int(os.read(answer, 20))
        pids.extend({self.pid, self.tid})

    def tell(self, wait=True):
        os.write(self.says, b".")
        if wait:
            os.read(self.answer, 1)

    def end(self):
        os.close(self.says)
        self.wait()
        os.close(self.answer)

    def wait(self):
        _, status = os.waitpid(self.pid, 0)
        exits.append({"pid": self.pid, "status": status})


def set_comm(name):
    with open("/proc/self/comm", "wb") as comm:
        comm.write(name)


def text(comm):
    return comm.decode("utf-8", "replace")


def expect(what, signo, si_code, target, sender=None, group=1, result=DELIVERED, call=None, **more):
    """Notes a signal; without a sender it came from nobody, on whatever task was running."""
    by = {}
    if sender is not None:
        pid, name = sender
        by = {"currentPid": pid, "currentTid": pid, "currentComm": text(name)}
        by |= {"uid": os.getuid(), "gid": os.getgid()}
    if os.uname().machine == "x86_64":
        by |= {"call": -1} if call is None else dict(zip(("call", "arg"), call))
    sent.append(
        {
            "what": what,
            "fields": {
                "signo": int(signo),
                "siCode": si_code,
                "errno": 0,
                "group": group,
                "result": result,
                "targetTid": target.tid,
                "targetPid": target.pid,
                "targetUid": os.getuid(),
                "targetGid": os.getgid(),
                "targetParent": ME_PID,
                "targetNsPid": 0,
                "targetComm": text(target.name),
                **by,
                **more,
            },
        }
    )


ME = b"st-capture"
ME_PID = os.getpid()
me = (ME_PID, ME)
# Of targetState: what it does with the signal.
IGNORES, HANDLES = 1, 2


def handles(*signals):
    for signo in signals:
        signal.signal(signo, lambda *_: None)


def kill(target, signo, what, result=DELIVERED, **more):
    expect(what, signo, SI_USER, target, me, result=result, call=(KILL, target.pid), **more)
    os.kill(target.pid, signo)


def plain():
    victim = Actor(b"st-victim")
    kill(victim, signal.SIGTERM, "kill, fatal")
    victim.end()

    sleeper = Actor(b"st-sleeper", lambda: handles(signal.SIGHUP, signal.SIGUSR1))
    kill(sleeper, signal.SIGHUP, "kill, handled", targetState=HANDLES)
    kill(sleeper, signal.SIGSTOP, "kill, stops")
    kill(sleeper, signal.SIGCONT, "kill, continues", IGNORED)
    kill(sleeper, signal.SIGKILL, "kill, SIGKILL")
    sleeper.end()

    deaf = Actor(b"st-deaf", lambda: signal.signal(signal.SIGUSR1, signal.SIG_IGN) and None)
    kill(deaf, signal.SIGUSR1, "kill, ignored", IGNORED, targetState=IGNORES)
    deaf.end()

    def block():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])

    busy = Actor(b"st-blocked", block)
    kill(busy, signal.SIGTERM, "kill, blocked")
    kill(busy, signal.SIGTERM, "kill, already pending", ALREADY_PENDING)
    busy.end()


def group():
    leader = Actor(b"st-group-1", lambda: handles(signal.SIGUSR2))
    other = Actor(b"st-group-2", lambda: handles(signal.SIGUSR2), group=leader.pid)
    # The kernel goes through a group from its newest member on.
    for member in (other, leader):
        call = (KILL, -leader.pid)
        expect("kill of a group", signal.SIGUSR2, SI_USER, member, me, call=call)
    os.killpg(leader.pid, signal.SIGUSR2)
    # It has inherited the pipe that the leader waits for.
    other.end()
    leader.end()


def thread():
    def start():
        handles(signal.SIGUSR1)
        running = threading.Event()

        def run():
            # /proc/self/comm is that of the process' first thread.
            with open("/proc/thread-self/comm", "wb") as comm:
                comm.write(b"st-worker")
            running.set()
            threading.Event().wait()

        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        running.wait()
        return worker.native_id

    threads = Actor(b"st-threads", start)
    threads.name = b"st-worker"
    call = (TGKILL, threads.pid)
    expect("tgkill of a thread", signal.SIGUSR1, SI_TKILL, threads, me, group=0, call=call)
    libc.syscall(SYS_tgkill, threads.pid, threads.tid, int(signal.SIGUSR1))
    threads.end()


def queue():
    queued = Actor(b"st-queue", lambda: handles(RTMIN + 3, 64))
    for signo in (RTMIN + 3, 64):
        expect("sigqueue", signo, SI_QUEUE, queued, me, call=(SIGQUEUE, queued.pid))
        libc.sigqueue(queued.pid, signo, ctypes.c_void_p(42))
    queued.end()


def timers():
    alarmed = Actor(b"st-alarm", act=lambda: signal.setitimer(signal.ITIMER_REAL, 0.02))
    expect("interval timer", signal.SIGALRM, SI_KERNEL, alarmed)
    alarmed.tell()
    alarmed.wait()

    def posix_timer():
        timer = ctypes.c_void_p()
        libc.timer_create(1, None, ctypes.byref(timer))
        libc.timer_settime(timer, 0, (ctypes.c_long * 4)(0, 0, 0, 20_000_000), None)

    timed = Actor(b"st-timer", act=posix_timer)
    expect("posix timer", signal.SIGALRM, SI_TIMER, timed)
    timed.tell()
    timed.wait()


def own_doing():
    faulty = Actor(b"st-fault", act=lambda: ctypes.string_at(0))
    sender = (faulty.pid, faulty.name)
    expect("fault", signal.SIGSEGV, SEGV_MAPERR, faulty, sender, group=0)
    faulty.tell(wait=False)
    faulty.wait()

    def write_to_nobody():
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        out, into = os.pipe()
        os.close(out)
        os.write(into, b".")

    piper = Actor(b"st-pipe", act=write_to_nobody)
    expect("broken pipe", signal.SIGPIPE, SI_USER, piper, (piper.pid, piper.name), group=0)
    piper.tell(wait=False)
    piper.wait()


HOSTILE = [
    b'q"\'`${x}\\',
    b"a\nb\r\tc",
    b"\nends in LF\n",
    b"\x1b[31mred\x1b[0m",
    b"\x01\x7f|%s%n|\x1f",
    "grün-日本".encode(),
    # Their last byte is one that reads as a blank in latin1.
    "caffà".encode(),
    "🦊🦊🦊".encode(),
    b"cut \xf0\x9f\xa6",
    b"\xff\xfe\x80(\xc3(",
    b"\\uffffffc3\xc3\xa9",
    b"\\\\\\\xff\\",
    b"123456789012345",
    b" blank ahead",
    b"ends in NBSP \xc2\xa0",
]


def hostile():
    # Real-time signals queue: however late the listener runs, none finds one already pending.
    parent = Actor(b"st-listener", lambda: handles(RTMIN + 1))
    for name in HOSTILE:
        child = Actor(
            name,
            lambda: handles(signal.SIGUSR2),
            lambda: os.kill(parent.pid, RTMIN + 1),
        )
        kill(child, signal.SIGUSR2, "to a hostile comm")
        sender = (child.pid, name)
        call = (KILL, parent.pid)
        expect("from a hostile comm", RTMIN + 1, SI_USER, parent, sender, call=call)
        child.tell()
        child.end()
    parent.end()


set_comm(ME)
for scene in (plain, group, thread, queue, timers, own_doing, hostile):
    scene()
print(json.dumps({"pids": pids, "sent": sent, "exits": exits}))
