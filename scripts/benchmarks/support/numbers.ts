/** The middle one; of an even number of them the upper. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

export const times = (n: number): string => `${n.toFixed(2)}×`;
export const seconds = (n: number): string => `${n.toFixed(2)} s`;
export const ms = (n: number): string => `${n.toFixed(0)} ms`;
export const percent = (n: number): string => `${n.toFixed(2)} %`;
export const megabytes = (n: number): string => `${n.toFixed(0)} MB`;
export const microseconds = (n: number): string => `${n.toFixed(2)} µs`;
export const nanoseconds = (n: number): string => `${n.toFixed(0)} ns`;
export const whole = (n: number): string => n.toLocaleString('en-US');
