/** The words of a line up to the cursor, without quotes, and the quote in which the last one stands. */
export interface ShellLine {
  readonly words: readonly string[];
  readonly quote: '' | "'" | '"';
}

/** Splits a line as bash would; the last word may be empty, and its quote still open. */
export function shellLine(line: string): ShellLine {
  const words: string[] = [];
  let word: string | undefined;
  let quote: ShellLine['quote'] = '';
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= '';
    if (quote !== '' ? char === quote : char === "'" || char === '"') {
      quote = quote === '' ? (char as "'" | '"') : '';
    } else if (char === '\\' && quote !== "'" && i + 1 < line.length) {
      word += line.charAt(++i);
    } else {
      word += char;
    }
  }
  return { words: [...words, word ?? ''], quote };
}
