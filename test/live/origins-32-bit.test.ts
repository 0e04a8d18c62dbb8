// The entries of 32-bit programs, as a 64-bit one may call them too.
import { execaSync } from 'execa';

import { from, kind, tellsOf, type Told, type Who } from '../support/origins.js';
import { PYTHON } from '../support/python.js';

/** `call32` calls by int 0x80: number, then three arguments; what they point to is `low`. */
const CALL_32 = `
import ctypes, struct
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
# Readable, writable, executable; private, anonymous, below 2 GiB.
page = libc.mmap(None, 8192, 7, 0x62, -1, 0)
low = page + 4096
# push rbx; mov eax, edi; mov ebx, esi; mov r8d, ecx; mov ecx, edx; mov edx, r8d; xor esi, esi; int 0x80; pop rbx; ret
entry = bytes.fromhex('5389f889f34189c889d14489c231f6cd805bc3')
ctypes.memmove(page, entry, len(entry))
call32 = ctypes.CFUNCTYPE(*[ctypes.c_int] * 5)(page)
`;

function missing(): string | false {
  if (process.arch !== 'x64') return 'needs x86-64';
  const { exitCode } = execaSync(PYTHON, ['-c', `${CALL_32}call32(20, 0, 0, 0)`], {
    reject: false,
  });
  return exitCode !== 0 && 'this kernel runs no 32-bit programs';
}

const skip = missing();

/** A sender that calls that way; the target waits for USR1. */
const calls = (call: string) => `
${CALL_32}
target = idle()
def send():
    ctypes.memmove(low, struct.pack('=iii', signal.SIGUSR1, 0, -1) + bytes(116), 128)
    assert ${call} == 0
say(target=target, sender=sender(send))`;

tellsOf(
  'signals that a 32-bit call sends',
  (
    [
      ['kill', 'call32(37, target, signal.SIGUSR1, 0)', 'SI_USER', 'process', 'kill'],
      ['tkill', 'call32(238, target, signal.SIGUSR1, 0)', 'SI_TKILL', 'thread', 'tkill'],
      ['tgkill', 'call32(270, target, target, signal.SIGUSR1)', 'SI_TKILL', 'thread', 'tkill'],
      [
        'rt_sigqueueinfo',
        'call32(178, target, signal.SIGUSR1, low)',
        'SI_QUEUE',
        'process',
        'sigqueue',
      ],
      [
        'pidfd_send_signal',
        'call32(424, os.pidfd_open(target), signal.SIGUSR1, 0)',
        'SI_USER',
        'process',
        'pidfd',
      ],
    ] as const
  ).map(([what, call, code, scope, origin]) => ({
    what,
    skip,
    actor: calls(call),
    told: (who: Who): Told[] => [
      {
        signal: { ...kind('SIGUSR1', code, scope), ...from(who, origin) },
        outcome: 'terminated',
      },
    ],
  })),
);
