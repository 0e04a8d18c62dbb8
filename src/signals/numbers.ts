/**
 * Every signal's name in the order of its number, SIGHUP (1) first; for completions, suggestions.
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
  // glibc keeps these two for its threads; the kernel calls 32 SIGRTMIN, but no program does.
  'SIG32',
  'SIG33',
  'SIGRTMIN',
  ...Array.from({ length: 30 }, (_, i) => `SIGRTMIN+${i + 1}`),
];

/** The name of signal 1 to 64, as the event stream writes it. */
export function signalName(signo: number): string {
  const name = ALL_SIGNALS[signo - 1];
  if (name === undefined) throw new RangeError(`not a signal number: ${signo}`);
  return name;
}

/** Further names of the same header, and the real-time signals counted from either end. */
const ALIASES: readonly (readonly [string, number])[] = [
  ['SIGIOT', 6],
  // System V's name; the header lacks it, libc and shells have it.
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
 * The number of the signal that a person wrote: a name in any case, with or without SIG, an alias,
 * RTMIN+n, RTMAX-n, or a number from 1 to 64; undefined for anything else.
 */
export function parseSignal(text: string): number | undefined {
  return BY_SPELLING.get(text.trim().toUpperCase());
}
