import type { Flag, Offer } from '../../filter/option.js';
import { isCommand, RESERVED } from '../command-words.js';
import { commandNamed, COMMANDS, flagsOf } from '../commands.js';

/** A word that may stand where the cursor is. */
export interface Candidate {
  readonly word: string;
  readonly about?: string;
}

/** Candidates, or that the shell is to complete a path. */
export type Completion = readonly Candidate[] | 'paths';

/** Values that are on this host now. */
export type HostValues = (
  kind: Exclude<Offer, 'file' | 'folder' | 'program'>,
  typed: string,
) => readonly Candidate[];

/** Shells that can be completed in. */
export const SHELLS = ['bash', 'zsh'] as const;

/**
 * Completes the last word.
 *
 * @param words what follows `signals-trace`, up to the cursor
 */
export function complete(words: readonly string[], host: HostValues): Completion {
  const current = words.at(-1) ?? '';
  const [first, ...others] = words.slice(0, -1);
  const named = isCommand(first) ? first : undefined;
  if (named === 'help') return matching(current, topics(others.length));
  if (named === 'completion') return matching(current, shells(others));
  const command = commandNamed(named ?? 'trace');
  const before = named === undefined ? words.slice(0, -1) : others;
  const flags = flagsOf(command);
  const open = openFlag(flags, before);
  if (open !== undefined) return valuesOf(open, current, host);
  const [, name, value] = /^--([^=]+)=(.*)$/s.exec(current) ?? [];
  if (name !== undefined) {
    const flag = flags.find((one) => one.name === name && one.takes !== 'switch');
    if (flag === undefined) return [];
    const values = valuesOf(flag, value ?? '', host);
    return values === 'paths' ? values : values.map((one) => prefixed(`--${name}=`, one));
  }
  if (current.startsWith('-')) return matching(current, flagWords(flags, before, current));
  const commands = words.length > 1 ? [] : commandWords();
  const mayBeWho = command.words === '[WHO]' && !hasWord(flags, before);
  const whos = mayBeWho ? host('who', current).filter(({ word }) => mayStandAlone(word)) : [];
  return matching(current, [...commands, ...whos]);
}

/** Returns the flag that awaits its value at the end of these words. */
function openFlag(flags: readonly Flag[], before: readonly string[]): Flag | undefined {
  let open: Flag | undefined;
  for (const word of before) open = open === undefined ? flagOpenedBy(flags, word) : undefined;
  return open;
}

/** Returns the flag of which the value is the next word: `--to`, `-s`, `-as`. */
function flagOpenedBy(flags: readonly Flag[], word: string): Flag | undefined {
  const long = /^--([^=]+)$/.exec(word)?.[1];
  const short = /^-[^-]*([^-])$/.exec(word)?.[1];
  return flags.find(
    ({ name, alias, takes }) =>
      takes !== 'switch' && (name === long || (alias !== undefined && alias === short)),
  );
}

/** Whether a name means a process without --to before it. */
function mayStandAlone(name: string): boolean {
  return !isCommand(name) && !Object.hasOwn(RESERVED, name);
}

/** Whether one of the words is neither a flag nor a flag's value. */
function hasWord(flags: readonly Flag[], before: readonly string[]): boolean {
  return before.some(
    (word, at) => !word.startsWith('-') && openFlag(flags, before.slice(0, at)) === undefined,
  );
}

function valuesOf(flag: Flag, current: string, host: HostValues): Completion {
  const { offers, choices, takes } = flag;
  if (offers === 'file' || offers === 'folder' || offers === 'program') return 'paths';
  const [, kept = '', typed = ''] =
    takes === 'list' ? (/^(.*,|!?)([^,]*)$/s.exec(current) ?? []) : ['', '', current];
  const known = typeof offers === 'string' ? host(offers, typed) : wordsOf(choices ?? offers ?? []);
  const taken = kept.replace('!', '').split(',');
  const free = known.filter(({ word }) => takes !== 'list' || !taken.includes(word));
  return matching(typed, free).map((candidate) => prefixed(kept, candidate));
}

/** Returns the flags that may follow; what is given once is not offered again. */
function flagWords(flags: readonly Flag[], before: readonly string[], current: string) {
  const given = (flag: Flag) =>
    flag.takes !== 'values' &&
    flag.takes !== 'list' &&
    before.some(
      (word) => word.replace(/=.*$/s, '') === `--${flag.name}` || word === `-${flag.alias ?? ''}`,
    );
  const free = flags.filter((flag) => !given(flag));
  const long = free.map(({ name, help }) => ({ word: `--${name}`, about: help }));
  const short = free.flatMap(({ alias, help }) =>
    alias === undefined ? [] : [{ word: `-${alias}`, about: help }],
  );
  const last = [{ word: '--help', about: 'Help of this command' }];
  return [...(current === '-' ? short : []), ...long, ...last];
}

function commandWords(): readonly Candidate[] {
  return COMMANDS.map(({ name, question }) => ({ word: name, about: question }));
}

function topics(before: number): readonly Candidate[] {
  return before > 0 ? [] : [...commandWords(), { word: 'all', about: 'everything' }];
}

function shells(before: readonly string[]): readonly Candidate[] {
  if (before.length === 0) return wordsOf([...SHELLS, 'install']);
  return before.length === 1 && before[0] === 'install' ? wordsOf(SHELLS) : [];
}

export function wordsOf(words: readonly string[]): readonly Candidate[] {
  return words.map((word) => ({ word }));
}

function prefixed(prefix: string, candidate: Candidate): Candidate {
  return { ...candidate, word: prefix + candidate.word };
}

/** Returns the candidates that begin as was typed, in whatever case. */
function matching(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const begins = typed.toLowerCase();
  return candidates.filter(({ word }) => word.toLowerCase().startsWith(begins));
}
