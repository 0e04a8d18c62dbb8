/**
 * Names of all signals in the order of their numbers, SIGHUP (1) first.
 * Source: include/uapi/asm-generic/signal.h (x86, arm64 and riscv agree); SIGRTMIN is glibc's, 34.
 */
export const ALL_SIGNALS: readonly string[] = [
  'SIGHUP',
  'SIGINT',
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGKILL',
  'SIGUSR1',
  'SIGSEGV',
  'SIGUSR2',
  'SIGPIPE',
  'SIGALRM',
  'SIGTERM',
  'SIGSTKFLT',
  'SIGCHLD',
  'SIGCONT',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGURG',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGVTALRM',
  'SIGPROF',
  'SIGWINCH',
  'SIGIO',
  'SIGPWR',
  'SIGSYS',
  // glibc uses these two for its threads. The kernel calls 32 SIGRTMIN, but no program does.
  'SIG32',
  'SIG33',
  'SIGRTMIN',
  ...Array.from({ length: 30 }, (_, i) => `SIGRTMIN+${i + 1}`),
];

/**
 * Returns the name of a signal as the records write it.
 *
 * @throws RangeError for a number outside 1 to 64
 */
export function signalName(signo: number): string {
  const name = ALL_SIGNALS[signo - 1];
  if (name === undefined) throw new RangeError(`not a signal number: ${signo}`);
  return name;
}

/** Further names, and the real-time signals counted from either end. */
const ALIASES: readonly (readonly [string, number])[] = [
  ['SIGIOT', 6],
  // The header lacks this name of System V; libc and shells have it.
  ['SIGCLD', 17],
  ['SIGPOLL', 29],
  ['SIGUNUSED', 31],
  ['SIGRTMAX', 64],
  ['SIGRTMIN+0', 34],
  ...Array.from({ length: 31 }, (_, i) => [`SIGRTMAX-${i}`, 64 - i] as const),
];

const BY_SPELLING: ReadonlyMap<string, number> = new Map(
  [...ALL_SIGNALS.map((name, i) => [name, i + 1] as const), ...ALIASES].flatMap(([name, signo]) => [
    [name, signo],
    [name.slice('SIG'.length), signo],
    [String(signo), signo],
  ]),
);

/**
 * Returns the number of the signal that a person wrote: a name in any case, with or without SIG, an
 * alias, RTMIN+n, RTMAX-n, or a number from 1 to 64. Returns undefined for any other text.
 */
export function parseSignal(text: string): number | undefined {
  return BY_SPELLING.get(text.trim().toUpperCase());
}
