import { olderThan } from '../support/needs.js';
import { itself, kind, tellsOf, type Told, type Who } from '../support/origins.js';

type Code = Parameters<typeof kind>[1];

/** Runs machine code. */
const CODE = `
def code(x86, other):
    area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    area.write(bytes.fromhex(x86 if X86 else other))
    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(area)))()
def protected(size):
    area = mmap.mmap(-1, size)
    address = ctypes.addressof(ctypes.c_char.from_buffer(area))
    assert libc.mprotect(ctypes.c_void_p(address), size, 0) == 0
    return address, area
`;

const x86 = process.arch === 'x64';
/** Which call it was is read from registers, on x86-64. */
const forbidden = x86 ? { syscall: { nr: 110, name: 'getppid' } } : {};

/** What a process does to get it: signal, code, origin. */
const FATAL: readonly {
  what: string;
  signal: string;
  code: Code;
  origin: string;
  facts?: object;
  skip?: string | false;
  act: string;
}[] = [
  {
    what: 'an address that is not mapped',
    signal: 'SIGSEGV',
    code: 'SEGV_MAPERR',
    origin: 'fault',
    act: 'ctypes.string_at(8)',
  },
  {
    what: 'an address that may not be read',
    signal: 'SIGSEGV',
    code: 'SEGV_ACCERR',
    origin: 'fault',
    act: `
    address, area = protected(4096)
    ctypes.string_at(address)`,
  },
  {
    what: 'an address that cannot be',
    signal: 'SIGSEGV',
    code: 'SI_KERNEL',
    origin: 'fault',
    skip: !x86 && 'needs x86-64, for an address that is not canonical',
    act: 'ctypes.string_at(1 << 63)',
  },
  {
    what: 'a file that has become shorter than its mapping',
    signal: 'SIGBUS',
    code: 'BUS_ADRERR',
    origin: 'fault',
    act: `
    with tempfile.TemporaryFile() as file:
        file.truncate(4096)
        area = mmap.mmap(file.fileno(), 4096)
        file.truncate(0)
        area[0]`,
  },
  {
    what: 'a division by zero',
    signal: 'SIGFPE',
    code: 'FPE_INTDIV',
    origin: 'fault',
    skip: !x86 && 'needs a processor that minds (x86-64)',
    act: "code('31c931d2b801000000f7f1c3', '')",
  },
  {
    what: 'an instruction that is none',
    signal: 'SIGILL',
    code: x86 ? 'ILL_ILLOPN' : 'ILL_ILLOPC',
    origin: 'fault',
    act: "code('0f0b', '00000000')",
  },
  {
    what: 'a breakpoint that no debugger has set',
    signal: 'SIGTRAP',
    code: x86 ? 'SI_KERNEL' : 'TRAP_BRKPT',
    origin: 'fault',
    act: "code('ccc3', '000020d4c0035fd6')",
  },
  {
    what: 'an ignored fault kills all the same',
    signal: 'SIGSEGV',
    code: 'SEGV_MAPERR',
    origin: 'fault',
    act: `
    ignore(signal.SIGSEGV)
    ctypes.string_at(8)`,
  },
  {
    what: 'a system call that seccomp forbids: trap',
    signal: 'SIGSYS',
    code: 'SYS_SECCOMP',
    origin: 'seccomp',
    facts: forbidden,
    act: 'forbid(0x30000)\n    os.getppid()',
  },
  {
    what: 'a system call that seccomp forbids: kill',
    signal: 'SIGSYS',
    code: 'SYS_SECCOMP',
    origin: 'seccomp',
    facts: forbidden,
    skip: olderThan(5, 16) && 'needs Linux 5.16, which sends a signal where older ones just end it',
    act: 'forbid(0x80000000)\n    os.getppid()',
  },
  {
    what: 'a system call that the process itself has diverted',
    signal: 'SIGSYS',
    code: 'SYS_USER_DISPATCH',
    origin: 'syscall-dispatch',
    facts: { syscall: (told: unknown) => typeof told === 'object' },
    skip: (!x86 || olderThan(5, 11)) && 'needs Linux 5.11 on x86',
    act: `
    blocks = ctypes.c_char(b'\\x01')
    libc.prctl(59, 1, ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.byref(blocks))
    os.getppid()`,
  },
  {
    what: 'a return from a signal that never came',
    signal: 'SIGSEGV',
    code: 'SI_KERNEL',
    origin: 'fault',
    skip: !x86 && 'needs machine code of x86-64',
    // mov $16, %esp; mov $15, %eax; syscall
    act: "code('bc10000000b80f0000000f05', '00000000')",
  },
  {
    what: 'a pipe that nobody reads',
    signal: 'SIGPIPE',
    code: 'SI_USER',
    origin: 'pipe',
    act: `
    reader, writer = os.pipe()
    os.close(reader)
    os.write(writer, b'x')`,
  },
  {
    what: 'sendfile to a pipe that nobody reads',
    signal: 'SIGPIPE',
    code: 'SI_USER',
    origin: 'pipe',
    act: `
    reader, writer = os.pipe()
    os.close(reader)
    with open('/proc/self/exe') as file: os.sendfile(writer, file.fileno(), 0, 1)`,
  },
  {
    what: 'a unix socket without its peer',
    signal: 'SIGPIPE',
    code: 'SI_USER',
    origin: 'pipe',
    act: `
    one, other = socket.socketpair()
    other.close()
    one.send(b'x')`,
  },
  {
    what: 'a TCP connection that has been reset',
    signal: 'SIGPIPE',
    code: 'SI_USER',
    origin: 'pipe',
    act: `
    with socket.create_server(('127.0.0.1', 0)) as server:
        one = socket.create_connection(server.getsockname())
        server.accept()[0].close()
    with contextlib.suppress(OSError):
        while True: one.send(b'x')`,
  },
];

const FORBID = `
def forbid(action):
    """seccomp: this for getppid, all else is allowed."""
    load, equal, give = 0x20, 0x15, 6
    program = b''.join(struct.pack('HBBI', *each) for each in (
        (load, 0, 0, 0), (equal, 0, 1, GETPPID), (give, 0, 0, action), (give, 0, 0, 0x7fff0000)))
    kept = ctypes.create_string_buffer(program)
    class Filter(ctypes.Structure): _fields_ = [('length', ctypes.c_ushort), ('at', ctypes.c_void_p)]
    prctl(38, 1)
    assert libc.prctl(22, 2, ctypes.byref(Filter(4, ctypes.addressof(kept))), 0, 0) == 0
`;

tellsOf('faults, broken pipes, forbidden calls', [
  ...FATAL.map(({ what, signal, code, origin, facts, act, ...more }) => ({
    what,
    ...more,
    actor: `
${CODE}${FORBID}
def act():
    default(signal.SIGPIPE)
    ${act.trim()}
say(target=fork(act))`,
    told: (who: Who): Told[] => [
      {
        signal: { ...kind(signal, code, 'thread'), ...itself(who, origin), ...facts },
        outcome: 'terminated',
      },
    ],
  })),
  {
    what: 'a broken pipe that is handled, and an ignored one',
    actor: `
def act():
    for disposition in (handle, ignore):
        disposition(signal.SIGPIPE)
        reader, writer = os.pipe()
        os.close(reader)
        with contextlib.suppress(BrokenPipeError): os.write(writer, b'x')
    os._exit(3)
say(target=fork(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGPIPE', 'SI_USER', 'thread'), ...itself(who, 'pipe') },
        outcome: 'handled',
        exit: { code: 3 },
      },
      {
        signal: {
          ...kind('SIGPIPE', 'SI_USER', 'thread', 'ignored'),
          ignored_why: 'handler',
          ...itself(who, 'pipe'),
        },
        nth: 1,
      },
    ],
  },
  {
    what: 'a signal stack that cannot be used is no fault of the processor',
    actor: `
${CODE}
def act():
    address, area = protected(65536)
    assert libc.sigaltstack((ctypes.c_ulong * 3)(address, 0, 65536), None) == 0
    action = (ctypes.c_ulong * 20)()
    action[0] = ctypes.cast(libc.getpid, ctypes.c_void_p).value
    action[17] = 0x08000000
    assert libc.sigaction(signal.SIGUSR1, action, None) == 0
    os.kill(os.getpid(), signal.SIGUSR1)
say(target=fork(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGSEGV', 'SI_KERNEL', 'thread'), ...itself(who, 'kernel') },
        outcome: 'terminated',
      },
    ],
  },
]);
