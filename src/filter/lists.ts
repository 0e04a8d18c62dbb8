import { usage } from '../errors.js';
import { quote } from './quote.js';

/**
 * Returns the words between commas.
 *
 * @throws SignalsTraceError `usage` where one is empty
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
 * Parses lists like `TERM,KILL` or `!CHLD,URG`; the second kind may repeat its mark.
 *
 * @throws SignalsTraceError `usage` for both kinds at once, and for empty parts
 */
export function parseChoice(
  flag: string,
  examples: readonly [string, string],
  lists: readonly string[],
): Choice {
  // The first character of a list tells its kind.
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
