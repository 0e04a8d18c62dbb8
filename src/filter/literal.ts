/**
 * Returns a string of any bytes as a bpftrace literal. Bytes other than letters, digits and harmless
 * marks become `\NNN` in octal, which bpftrace 0.11 to 0.27 all read back as that byte.
 */
export function stringLiteral(text: string): string {
  let literal = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte);
    literal += /[A-Za-z0-9_./:@+-]/.test(char) ? char : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `"${literal}"`;
}
