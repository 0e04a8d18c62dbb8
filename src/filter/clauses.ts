/** Returns the clause that holds if all of these do. Empty ones are left out. */
export function every(clauses: readonly string[]): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length > 1 ? `(${said.join(' && ')})` : (said[0] ?? '');
}

/** Returns the clause that holds if one of these does. */
export function either(clauses: readonly string[]): string {
  return clauses.length > 1 ? `(${clauses.join(' || ')})` : (clauses[0] ?? '');
}

/**
 * Returns the clause that a field is one of these numbers, 0 to 64. It compares up to `mostCompared`
 * of them one by one, which reads better, and tests more as bits of a mask.
 */
export function oneOf(field: string, numbers: readonly number[], mostCompared: number): string {
  return numbers.length <= mostCompared
    ? either(numbers.map((number) => `${field} == ${number}`))
    : either([
        bitOf(
          field,
          numbers.filter((number) => number < 63),
        ),
        // Bit 63 is the sign of a literal.
        ...numbers.filter((number) => number >= 63).map((number) => `${field} == ${number}`),
      ]);
}

/** Tests numbers from 0 to 62 as bits of a mask, which reads the field once. */
function bitOf(field: string, numbers: readonly number[]): string {
  return `((${maskOf(numbers)} >> ${field}) & 1) == 1`;
}

/** Returns the mask that has these bits, as a hexadecimal literal. */
export function maskOf(numbers: readonly number[]): string {
  const bits = numbers.reduce((bits, number) => bits | (1n << BigInt(number)), 0n);
  return `0x${bits.toString(16)}`;
}
