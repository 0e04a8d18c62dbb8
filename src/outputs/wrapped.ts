/** Returns text as lines of at most so many columns, each indented; a longer word stands alone. */
export function wrapped(text: string, columns: number, indent = 0): string {
  const lines = linesOf(text.split(' '), columns - indent);
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

/** Returns words as lines of at most so many columns; a longer word has a line of its own. */
export function linesOf(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && line.length <= columns) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
