import stringWidth from 'string-width';

/** Control characters, line and paragraph separators, and characters that turn or hide text. */
export const HARMFUL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu;
const SEGMENTER = new Intl.Segmenter();

/** Makes text from the kernel safe for a terminal: harmful characters become `\xNN` or `\u{N}`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0xfffd) return '\uFFFD';
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}

/** Pads text with blanks to a number of terminal columns; longer text stays as it is. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}

/** Cuts text to a number of terminal columns; an ellipsis replaces what was cut. */
export function clipped(text: string, columns: number): string {
  if (text.length <= columns && stringWidth(text) <= columns) return text;
  // Measuring all of a command line of 100 kB takes a second, so the loop stops at the limit.
  let kept = '';
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    width += stringWidth(segment);
    if (width > columns) return `${kept}…`;
    if (width < columns) kept += segment;
  }
  return text;
}
