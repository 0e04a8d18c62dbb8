import { usage } from '../errors.js';
import { quote } from './quote.js';

/**
 * The words between commas.
 *
 * @throws SignalsTraceError `usage` where there is none
 */
export function split(flag: string, list: string): string[] {
  const words = list.split(',').map((word) => word.trim());
  if (words.some((word) => word === '' || word === '!')) {
    throw usage(
      words.length === 1 ? `${flag} is empty` : `${flag} ${quote(list)}: a part of it is empty`,
      'name at least one; a comma stands between two',
    );
  }
  return words;
}

/** Words to take, or, with `except`, to leave out. */
export interface Choice {
  readonly except: boolean;
  readonly words: readonly string[];
}

/**
 * Reads lists like `TERM,KILL` or `!CHLD,URG`; one of the second kind may repeat the mark.
 *
 * @throws SignalsTraceError `usage` for both kinds at once, and for empty parts
 */
export function parseChoice(
  flag: string,
  examples: readonly [string, string],
  lists: readonly string[],
): Choice {
  // Each list says by its first mark which kind it is.
  const except = lists.some(isNegated);
  const words = lists.flatMap((list) => {
    const parts = split(flag, list);
    if (isNegated(list) !== except || (!except && parts.some(isNegated))) {
      throw usage(
        `${flag} either names what to trace or, with "!", what to leave out`,
        `use one of them: ${examples.join(' or ')}`,
      );
    }
    return parts.map((word) => word.replace(/^!\s*/, ''));
  });
  return { except: except || words.length === 0, words };
}

function isNegated(text: string): boolean {
  return text.trimStart().startsWith('!');
}
