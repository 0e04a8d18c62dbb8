/** All of these hold; empty ones ask nothing. */
export function every(clauses: readonly string[]): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length > 1 ? `(${said.join(' && ')})` : (said[0] ?? '');
}

/** One of these holds. */
export function either(clauses: readonly string[]): string {
  return clauses.length > 1 ? `(${clauses.join(' || ')})` : (clauses[0] ?? '');
}

/**
 * A field is one of these numbers, from 0 to 64. Few are compared one by one, for the reader's sake;
 * many are bits of a mask.
 */
export function oneOf(field: string, numbers: readonly number[], mostCompared: number): string {
  return numbers.length <= mostCompared
    ? either(numbers.map((number) => `${field} == ${number}`))
    : either([
        bitOf(
          field,
          numbers.filter((number) => number < 63),
        ),
        // The 63rd bit would be the sign of a literal.
        ...numbers.filter((number) => number >= 63).map((number) => `${field} == ${number}`),
      ]);
}

/** Numbers from 0 to 62 as bits of a mask: one read of the field, however many they are. */
function bitOf(field: string, numbers: readonly number[]): string {
  return `((${maskOf(numbers)} >> ${field}) & 1) == 1`;
}

export function maskOf(numbers: readonly number[]): string {
  const bits = numbers.reduce((bits, number) => bits | (1n << BigInt(number)), 0n);
  return `0x${bits.toString(16)}`;
}
