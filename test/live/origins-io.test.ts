import { kind, nobody, SENDER, tellsOf, type Told, type Who } from '../support/origins.js';

/** Asks for a signal when something can be read. */
const ASYNC = `
F_SETSIG, F_SETOWN_EX, F_OWNER_TID = 10, 15, 0
def asks(fd, signo=0, tid=0):
    handle(signal.SIGIO)
    if signo: handle(signo)
    if signo: fcntl.fcntl(fd, F_SETSIG, signo)
    if tid: fcntl.fcntl(fd, F_SETOWN_EX, struct.pack('ii', F_OWNER_TID, tid))
    else: fcntl.fcntl(fd, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
def datagrams():
    reader = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    reader.bind(('127.0.0.1', 0))
    writer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    writer.connect(reader.getsockname())
    return reader.detach(), writer.detach()
def connection():
    with socket.create_server(('127.0.0.1', 0)) as server:
        writer = socket.create_connection(server.getsockname())
        return server.accept()[0], writer
def unix(): return (each.detach() for each in socket.socketpair())
`;

/** The writer is on the processor, and yet not the sender: who asked for the signal was the target. */
const byWriter = (who: Who) => nobody(who('sender', { comm: SENDER }));

tellsOf('input and output', [
  ...(
    [
      ['a pipe', 'os.pipe()', byWriter],
      ['a unix socket', 'unix()', byWriter],
      // Network and terminal deliver by themselves: on the writer's time or another's.
      ['a UDP socket', 'datagrams()', () => nobody()],
      ['a terminal', 'pty.openpty()', () => nobody()],
    ] as const
  ).map(([what, pair, current]) => ({
    what: `O_ASYNC on ${what}`,
    actor: `
${ASYNC}
reader, writer = ${pair}
target = idle(lambda: asks(reader))
say(target=target, sender=sender(lambda: os.write(writer, b'x')))`,
    told: (who: Who): Told[] => [
      {
        signal: {
          ...kind('SIGIO', 'SI_KERNEL'),
          origin: 'io',
          ...current(who),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  })),
  {
    what: 'F_SETSIG, for a real-time signal',
    actor: `
${ASYNC}
reader, writer = os.pipe()
target = idle(lambda: asks(reader, 36))
say(target=target, sender=sender(lambda: os.write(writer, b'x')))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGRTMIN+2', 'POLL_IN'),
          origin: 'io',
          ...byWriter(who),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'F_SETSIG, for one thread of two',
    actor: `
${ASYNC}
reader, writer = os.pipe()
def prepare():
    tid = second(36)()
    asks(reader, 36, tid)
    return tid
target, tid = idle(prepare)
say(target=target, tid=tid, sender=sender(lambda: os.write(writer, b'x')))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGRTMIN+2', 'POLL_IN', 'thread'),
          origin: 'io',
          ...byWriter(who),
          target: who('target', { tid: who('tid').pid, comm: 'second' }),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'F_SETSIG, with no room for it in the queue: SIGIO in its stead',
    actor: `
${ASYNC}
reader, writer = os.pipe()
def prepare():
    asks(reader, 36)
    block(36)
    resource.setrlimit(resource.RLIMIT_SIGPENDING, (0, 0))
target = idle(prepare)
say(target=target, sender=sender(lambda: os.write(writer, b'x')))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGRTMIN+2', 'POLL_IN', 'process', 'overflow_fail'),
          origin: 'io',
          ...byWriter(who),
          target: who('target'),
        },
      },
      {
        signal: {
          ...kind('SIGIO', 'SI_KERNEL'),
          origin: 'io',
          ...byWriter(who),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'urgent data by TCP',
    actor: `
${ASYNC}
reader, writer = connection()
def prepare():
    handle(signal.SIGURG)
    fcntl.fcntl(reader, fcntl.F_SETOWN, os.getpid())
target = idle(prepare)
say(target=target, sender=sender(lambda: writer.send(b'x', socket.MSG_OOB)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGURG', 'SI_KERNEL'),
          origin: 'io',
          ...nobody(),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'a lease that another breaks',
    actor: `
F_SETLEASE = 1024
folder = tempfile.TemporaryDirectory()
path = folder.name + '/leased'
open(path, 'w').close()
def prepare():
    fd = os.open(path, os.O_RDONLY)
    signal.signal(signal.SIGIO, lambda *_: fcntl.fcntl(fd, F_SETLEASE, fcntl.F_UNLCK))
    fcntl.fcntl(fd, F_SETLEASE, fcntl.F_RDLCK)
target = idle(prepare)
say(target=target, sender=sender(lambda: os.open(path, os.O_WRONLY)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGIO', 'SI_KERNEL'),
          origin: 'io',
          ...byWriter(who),
          target: who('target'),
        },
        outcome: 'handled',
      },
    ],
  },
]);
