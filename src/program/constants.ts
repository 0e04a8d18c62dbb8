import { WORD_BYTES, wordOf } from '../filter/literal.js';
import { INTERPRETER_BEGINNINGS } from '../names/script.js';
import { ARG_IS } from '../signals/calls.js';
import { TRAP_PERF } from '../signals/codes.js';
import { MOST_EQUAL } from '../wire/lines/flood.js';

/**
 * The numbers that fragments name. bpftrace 0.27 does not let one `#define` use another.
 * Macros of the kernel's headers have no type information, so they stand here.
 */
const CONSTANTS: Readonly<Record<string, number | bigint>> = {
  SIGTRAP: 5,
  SIGKILL: 9,
  SIGTERM: 15,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGWINCH: 28,
  SIGSYS: 31,
  FIRST_REALTIME: 32,
  PF_EXITING: 4,
  /** Kernel threads (PF_KTHREAD) and those of io_uring (PF_IO_WORKER). */
  PF_KERNEL_OR_IO: 0x200010,
  SIGNAL_GROUP_EXIT: 4,
  SI_KERNEL: 128,
  TRAP_PERF,
  SEND_SIG_PRIV: 1,
  NO_SIGINFO_DELIVERED: 2_147_483_648,
  NO_SIGINFO_LOST: 2_147_483_652,
  NO_SIGINFO_UNKNOWN: 2_147_483_663,
  IGNORES: 1,
  HANDLES: 2,
  EXITING: 4,
  TRACED: 8,
  UNTRACKED: 16,
  HANDLER_RUNS: 2,
  FNV_PRIME: 1_099_511_628_211n,
  MIX: 8191,
  PID_BITS: 22,
  PID_MASK: 4_194_303,
  ANNOUNCED_MASK: 4095,
  TERM_MASK: 1023,
  PASSING_MASK: 127,
  /** So many equal handled signals in a second are told. */
  MOST_EQUAL,
  SECOND_NS: 1_000_000_000,
  LOW_32: 0xffffffff,
  HAS_SECOND: 0x1_0000_0000n,
  THREAD_SIZE: 16_384,
  FRED_SIZE: 16,
  REGS_DX: 96,
  REGS_SI: 104,
  REGS_DI: 112,
  REGS_ORIG_AX: 120,
  REGS_CS: 136,
  USER_CS: 51,
  /** A number of so many bits is exact as a double. */
  EXACT_BITS: 53,
  RLIMIT_CPU: 0,
  RLIMIT_FSIZE: 1,
  RLIMIT_RTTIME: 15,
  ARG_IS_CPU_TIME: ARG_IS.cpuTime,
  ARG_IS_REAL_TIME: ARG_IS.realTime,
  ARG_IS_FILE_SIZE: ARG_IS.fileSize,
  ARG_IS_CALL: ARG_IS.call,
  SYS_KILL: 62,
  SYS_RT_SIGQUEUEINFO: 129,
  SYS_TKILL: 200,
  SYS_TGKILL: 234,
  SYS_RT_TGSIGQUEUEINFO: 297,
  SYS_PIDFD_SEND_SIGNAL: 424,
};

/** Masks for the first bytes of a word: FIRST_2 is 65535. Names as words: NAME_sh. */
const NAMES: readonly [name: string, number: bigint][] = [
  ...Array.from(
    { length: WORD_BYTES },
    (_, i) => [`FIRST_${i + 1}`, (1n << BigInt(8 * (i + 1))) - 1n] as [string, bigint],
  ),
  ...INTERPRETER_BEGINNINGS.map(
    (name) => [`NAME_${name}`, wordOf(Buffer.from(name))] as [string, bigint],
  ),
];

/** Defines the numbers that a text names. */
export function definitions(text: string): string {
  return [...Object.entries(CONSTANTS), ...NAMES]
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
    .map(([name, number]) => `#define ${name} ${number}\n`)
    .join('');
}
