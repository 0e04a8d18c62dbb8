import { type SignalsTraceError, usage } from '../errors.js';

/** Commands of this version. `trace` is the default and may be left out. */
export const COMMAND_NAMES = [
  'trace',
  'program',
  'doctor',
  'smoke',
  'schema',
  'completion',
  'help',
  'version',
] as const;

/** Commands and options that run no bpftrace, or another one. */
const WITHOUT = /^(schema|completion|help|version|-[hV]|--(help|version|bpftrace|get-yargs-).*)$/;

/** Whether these arguments will want the first bpftrace on PATH, as far as a glance tells. */
export function wantsBpftrace(args: readonly string[]): boolean {
  return !args.some((arg) => WITHOUT.test(arg));
}

/** Commands of other versions, each with the nearest of this one. As a first word, none is a process. */
export const RESERVED: Readonly<Record<string, (typeof COMMAND_NAMES)[number]>> = {
  run: 'trace',
  why: 'trace',
  log: 'trace',
  record: 'trace',
  shutdown: 'trace',
  install: 'doctor',
  uninstall: 'doctor',
  top: 'trace',
  serve: 'trace',
  replay: 'trace',
  config: 'doctor',
};

/** @throws SignalsTraceError `usage` if the word is a command that this version lacks */
export function refuseReserved(word: string | undefined): void {
  const near = word === undefined || !Object.hasOwn(RESERVED, word) ? undefined : RESERVED[word];
  if (near !== undefined) throw notInThisVersion(word ?? '', near);
}

function notInThisVersion(word: string, near: string): SignalsTraceError {
  return usage(
    `The command ${word} is not in this version`,
    `the nearest is signals-trace ${near}; for a process of that name: --to ${word}`,
  );
}
