/**
 * bpftrace from 0.17 on writes each byte from 0x80 up as `\uffffffXX` on machines where char is
 * signed. Behind an escaped backslash the same text is just text, so escapes are read in pairs.
 */
const ESCAPE = /\\(?:uffffff([89a-f][0-9a-f])|[^])/g;

/**
 * Parses one line of bpftrace's JSON, read as latin1. Its strings come back as bytes, one character
 * a byte. Throws a SyntaxError where the line is not JSON.
 */
export function parseJsonLine(line: string): unknown {
  return JSON.parse(line.includes('\\uffffff') ? restoreBytes(line) : line) as unknown;
}

function restoreBytes(line: string): string {
  return line.replace(ESCAPE, (escape, hex: string | undefined) =>
    hex === undefined ? escape : `\\u00${hex}`,
  );
}

/** Bytes, one character each, as the UTF-8 text they were; what is not UTF-8 reads U+FFFD. */
export function bytesToText(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes.charCodeAt(i) > 0x7f) return false;
  return true;
}
