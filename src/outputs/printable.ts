import stringWidth from 'string-width';

/** Control characters, line and paragraph ends, and what turns or hides the text around it. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu;
const SEGMENTER = new Intl.Segmenter();

/** Text from the kernel as a terminal may show it: what could do harm is written as `\xNN`. */
export function printable(text: string): string {
  return text.replace(HARMFUL, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0xfffd) return '\uFFFD';
    const hex = code.toString(16);
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}

/** Filled up with blanks to so many columns of a terminal; longer text is left as it is. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}

/** Cut to so many columns of a terminal, with an ellipsis where something is missing. */
export function clipped(text: string, columns: number): string {
  if (text.length <= columns && stringWidth(text) <= columns) return text;
  // No further than needed: to measure a command line of 100 kB takes a second.
  let kept = '';
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    width += stringWidth(segment);
    if (width > columns) return `${kept}…`;
    if (width < columns) kept += segment;
  }
  return text;
}
