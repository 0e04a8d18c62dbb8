import { usage } from './usage.js';

/** The words between commas. */
export function split(list: string): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** What to take, or, with `except`, to leave out. */
export interface Choice {
  readonly except: boolean;
  readonly words: readonly string[];
}

/**
 * Reads lists like `TERM,KILL` or `!CHLD,URG`; one of the second kind may repeat the mark.
 *
 * @throws SignalsTraceError `usage` for both kinds at once, and for lists of nothing
 */
export function parseChoice(
  {
    flag,
    what,
    example,
  }: { readonly flag: string; readonly what: string; readonly example: string },
  lists: readonly string[],
): Choice {
  const except = lists.some((list) => list.trimStart().startsWith('!'));
  const [one = '', other = ''] = example.split(' or ');
  const words = lists.flatMap((list) => {
    // Each list says by its first mark which kind it is.
    const kept = split(list).filter((word) => word !== '!');
    if (list.trimStart().startsWith('!') !== except || (!except && kept.some(isNegated))) {
      throw usage(
        `--${flag} either names what to trace or, with "!", what to leave out`,
        `use one of them: ${one} or ${other}`,
      );
    }
    return kept.map((word) => word.replace(/^!\s*/, ''));
  });
  if (lists.length > 0 && words.length === 0) {
    throw usage(`--${flag} names no ${what}`, `for example: ${one}`);
  }
  return { except: except || words.length === 0, words };
}

function isNegated(word: string): boolean {
  return word.startsWith('!');
}
