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

/** Bytes that a program compares at once. */
export const WORD_BYTES = 8;

/** Returns up to 8 bytes as a number, the lowest first, as the kernel's memory holds them. */
export function wordOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
