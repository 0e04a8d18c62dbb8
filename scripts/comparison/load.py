"""A seeded mixed load of signals among processes of its own: load.py NAME SEED SIGNALS.

Targets of this name (comm) have several threads, which block and unblock; they handle some numbers, ignore
some, stop and go on. Senders call by kill, tgkill and sigqueue, to processes and to threads, some ten thousand
times a second. Says one line of JSON at the end: the threads of each target, and its wait status.
"""
import ctypes, json, os, random, signal, sys, threading, time

NAME, SEED, SIGNALS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
TARGETS, THREADS, SENDERS = 6, 3, 3
libc = ctypes.CDLL(None, use_errno=True)
HANDLED = [signal.SIGUSR1, signal.SIGUSR2, signal.SIGIO, 40, 41, 45]
IGNORED = [signal.SIGWINCH, 44]
STOPS = [signal.SIGTSTP, signal.SIGTTIN, signal.SIGSTOP]


def named(name):
    with open('/proc/thread-self/comm', 'w') as comm:
        comm.write(name)


def toggles(seed, end):
    """Blocks some of the numbers for a moment, again and again."""
    rng = random.Random(seed)
    while not end():
        some = rng.sample(HANDLED, rng.randrange(len(HANDLED)))
        signal.pthread_sigmask(signal.SIG_BLOCK, some)
        time.sleep(rng.random() / 500)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, some)
        if rng.random() < 0.5:
            time.sleep(rng.random() / 1000)


def target(seed, ready):
    """Runs until it is told to end, then ends in one of several ways."""
    named(NAME)
    for number in HANDLED:
        signal.signal(number, lambda *_: None)
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    over = []
    signal.signal(signal.SIGALRM, lambda *_: over.append(1))
    tids = [threading.get_native_id()]

    def more(seed):
        tids.append(threading.get_native_id())
        toggles(seed, lambda: over)

    threads = [threading.Thread(target=more, args=(seed + n,)) for n in range(1, THREADS)]
    for thread in threads:
        thread.start()
    while len(tids) < THREADS:
        time.sleep(0.001)
    os.write(ready, (json.dumps(tids) + '\n').encode())
    toggles(seed, lambda: over)
    for thread in threads:
        thread.join()
    os._exit(seed % 7)


def sender(seed, targets, count):
    rng = random.Random(seed)
    stopped = set()
    for _ in range(count):
        pid = rng.choice(list(targets))
        tid = rng.choice(targets[pid])
        way = rng.random()
        number = rng.choice(HANDLED + IGNORED)
        if way < 0.002:
            os.kill(pid, rng.choice(STOPS))
            stopped.add(pid)
        elif way < 0.01 or len(stopped) > 2:
            for each in stopped or {pid}:
                os.kill(each, signal.SIGCONT)
            stopped.clear()
        elif way < 0.4:
            os.kill(pid, number)
        elif way < 0.7:
            libc.tgkill(pid, tid, number)
        else:
            libc.sigqueue(pid, number, ctypes.c_void_p(rng.randrange(1000)))
        # What is lost cannot be compared.
        if rng.random() < 0.05:
            time.sleep(0.006)
    os._exit(0)


def main():
    read, write = os.pipe()
    lines = os.fdopen(read)
    targets = {}
    for n in range(TARGETS):
        pid = os.fork()
        if not pid:
            target(SEED * 1000 + n * 10, write)
        targets[pid] = json.loads(lines.readline())
    print(json.dumps({'ready': 1}), flush=True)
    sys.stdin.readline()
    senders = []
    for n in range(SENDERS):
        pid = os.fork()
        if not pid:
            sender(SEED * 1000 + 500 + n, targets, SIGNALS // SENDERS)
        senders.append(pid)
    for pid in senders:
        os.waitpid(pid, 0)
    statuses = {}
    for n, pid in enumerate(targets):
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.1)
        os.kill(pid, (signal.SIGALRM, signal.SIGTERM, signal.SIGKILL)[n % 3])
        statuses[pid] = os.waitpid(pid, 0)[1]
    print(json.dumps({'threads': targets, 'statuses': statuses}), flush=True)


main()
