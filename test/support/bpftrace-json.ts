/** A version of bpftrace writes bytes from 0x80 up as they are, or as a negative char. */
export type HighBytes = 'raw' | 'uffffff';

/** A string as bpftrace's JSON has it, one character a byte. */
export function bpftraceString(bytes: Uint8Array, high: HighBytes): string {
  return Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    const short = '"\\\n\r\t'.indexOf(char);
    if (short >= 0) return `\\${'"\\nrt'.charAt(short)}`;
    if (byte < 0x20) return `\\u${byte.toString(16).padStart(4, '0')}`;
    return byte < 0x80 || high === 'raw' ? char : `\\uffffff${byte.toString(16)}`;
  }).join('');
}

/** A line that a printf of these bytes makes. */
export function printfLine(bytes: Uint8Array, high: HighBytes = 'uffffff'): string {
  return `{"type": "printf", "data": "${bpftraceString(bytes, high)}"}`;
}
