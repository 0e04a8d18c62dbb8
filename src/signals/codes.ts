/** Codes that have the same name with every signal. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x80, 'SI_KERNEL'],
  [0, 'SI_USER'],
  [-1, 'SI_QUEUE'],
  [-2, 'SI_TIMER'],
  [-3, 'SI_MESGQ'],
  [-4, 'SI_ASYNCIO'],
  [-5, 'SI_SIGIO'],
  [-6, 'SI_TKILL'],
  [-7, 'SI_DETHREAD'],
  [-60, 'SI_ASYNCNL'],
]);

// The first name of each list is code 1. The header gives a leading __ to names of other architectures.

const ILL = [
  'ILL_ILLOPC',
  'ILL_ILLOPN',
  'ILL_ILLADR',
  'ILL_ILLTRP',
  'ILL_PRVOPC',
  'ILL_PRVREG',
  'ILL_COPROC',
  'ILL_BADSTK',
  'ILL_BADIADDR',
  '__ILL_BREAK',
  '__ILL_BNDMOD',
];

const TRAP = ['TRAP_BRKPT', 'TRAP_TRACE', 'TRAP_BRANCH', 'TRAP_HWBKPT', 'TRAP_UNK', 'TRAP_PERF'];

/** si_code of a SIGTRAP that a perf event sends to the task that it measures. */
export const TRAP_PERF = 1 + TRAP.indexOf('TRAP_PERF');

const BUS = ['BUS_ADRALN', 'BUS_ADRERR', 'BUS_OBJERR', 'BUS_MCEERR_AR', 'BUS_MCEERR_AO'];

const FPE = [
  'FPE_INTDIV',
  'FPE_INTOVF',
  'FPE_FLTDIV',
  'FPE_FLTOVF',
  'FPE_FLTUND',
  'FPE_FLTRES',
  'FPE_FLTINV',
  'FPE_FLTSUB',
  '__FPE_DECOVF',
  '__FPE_DECDIV',
  '__FPE_DECERR',
  '__FPE_INVASC',
  '__FPE_INVDEC',
  'FPE_FLTUNK',
  'FPE_CONDTRAP',
];

// Code 4 is __SEGV_PSTKOVF on ia64 alone; SEGV_CPERR is new in Linux 6.6.
const SEGV = [
  'SEGV_MAPERR',
  'SEGV_ACCERR',
  'SEGV_BNDERR',
  'SEGV_PKUERR',
  'SEGV_ACCADI',
  'SEGV_ADIDERR',
  'SEGV_ADIPERR',
  'SEGV_MTEAERR',
  'SEGV_MTESERR',
  'SEGV_CPERR',
];

const CLD = [
  'CLD_EXITED',
  'CLD_KILLED',
  'CLD_DUMPED',
  'CLD_TRAPPED',
  'CLD_STOPPED',
  'CLD_CONTINUED',
];

const POLL = ['POLL_IN', 'POLL_OUT', 'POLL_MSG', 'POLL_ERR', 'POLL_PRI', 'POLL_HUP'];

const SYS = ['SYS_SECCOMP', 'SYS_USER_DISPATCH'];

/** Lists by signal number. SIGEMT (EMT_TAGOVF) is missing: only alpha, mips and sparc have it. */
const OWN: ReadonlyMap<number, readonly string[]> = new Map([
  [4, ILL],
  [5, TRAP],
  [7, BUS],
  [8, FPE],
  [11, SEGV],
  [17, CLD],
  [31, SYS],
]);

/**
 * Returns the kernel's name for an si_code with this signal (1 is SEGV_MAPERR with SIGSEGV, CLD_EXITED
 * with SIGCHLD), or undefined where it has none. Source: include/uapi/asm-generic/siginfo.h.
 */
export function codeName(signo: number, siCode: number): string | undefined {
  // F_SETSIG lets POLL_* come with any signal; one that has codes of its own gets SI_SIGIO instead.
  return (OWN.get(signo) ?? POLL)[siCode - 1] ?? SHARED.get(siCode);
}

/** The number that a name of an si_code stands for, and the signals with which it does. */
export interface NamedCode {
  readonly number: number;
  readonly signals: { readonly except: boolean; readonly numbers: readonly number[] };
}

const BY_NAME: ReadonlyMap<string, NamedCode> = new Map([
  ...[...SHARED].map(([number, name]) => named(name, number, { except: true, numbers: [] })),
  ...POLL.map((name, i) => named(name, i + 1, { except: true, numbers: [...OWN.keys()] })),
  ...[...OWN].flatMap(([signo, names]) =>
    names.map((name, i) => named(name, i + 1, { except: false, numbers: [signo] })),
  ),
]);

/** All names of si_codes, for suggestions. */
export const CODE_NAMES: readonly string[] = [...BY_NAME.keys()];

/** Looks up a name as the kernel's headers spell it; undefined for an unknown name. */
export function codeNamed(name: string): NamedCode | undefined {
  return BY_NAME.get(name);
}

/** Tells whether a signal's code is the one that a name or a number means. */
export function isCode(code: string | number, signo: number, siCode: number): boolean {
  return code === siCode || codeName(signo, siCode) === code;
}

function named(name: string, number: number, signals: NamedCode['signals']) {
  return [name, { number, signals }] as const;
}
