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

export type CommandName = (typeof COMMAND_NAMES)[number];

export function isCommand(word: string | undefined): word is CommandName {
  return (COMMAND_NAMES as readonly (string | undefined)[]).includes(word);
}

/** Commands and options that run no bpftrace, or another one. */
const WITHOUT = /^(schema|completion|help|version|-[hV]|--(help|version|bpftrace)(=.*)?)$/s;

/** Whether these arguments will want the first bpftrace on PATH, as far as a glance tells. */
export function wantsBpftrace(args: readonly string[]): boolean {
  return !args.some((arg) => WITHOUT.test(arg));
}

/** Commands of other versions, each with the nearest that this one has. None is ever a process. */
export const RESERVED: Readonly<Record<string, string>> = {
  run: 'signals-trace --to NAME',
  why: 'signals-trace --to WHO --output long',
  log: 'signals-trace --json',
  record: 'signals-trace --write FILE',
  shutdown: 'signals-trace -s TERM,KILL --to NAME',
  install: 'signals-trace doctor',
  uninstall: 'signals-trace doctor',
  top: 'signals-trace --summary',
  serve: 'signals-trace --json',
  replay: 'signals-trace --json',
  config: 'signals-trace help all',
};

/** Options of other versions. */
export const RESERVED_OPTIONS: readonly string[] = [
  ...['under', 'exits', 'deaths', 'cmdline', 'expect', 'forbid', 'expectations', 'strict', 'drain'],
  ...[
    'source',
    'flight-recorder',
    'no-flight-recorder',
    'listen',
    'group',
    'save',
    'start-timeout',
  ],
  ...['since', 'until', 'utc', 'wait', 'dir', 'max-size', 'max-age', 'min-free', 'best-effort'],
];

/** @throws SignalsTraceError `usage` if the word is a command that this version lacks */
export function refuseReserved(word: string | undefined): void {
  const near = word === undefined || !Object.hasOwn(RESERVED, word) ? undefined : RESERVED[word];
  if (near !== undefined) throw notInThisVersion(word ?? '', near);
}

/** @throws SignalsTraceError `usage` if a word that names a process is a command */
export function refuseCommand(word: string): void {
  refuseReserved(word);
  if (!isCommand(word)) return;
  throw usage(
    `${word} is a command: it comes first, once`,
    `for a process of that name: --to ${word}, or --from ${word}`,
  );
}

function notInThisVersion(word: string, near: string): SignalsTraceError {
  return usage(
    `The command ${word} is not in this version`,
    `the nearest is ${near}; for a process of that name: --to ${word}`,
  );
}
