import { integer, nanoseconds, size } from './field.js';
import type { FieldReader } from './field-reader.js';

/** CPUs are checked against this where the host's own number is not given; no kernel has more. */
export const MOST_CPUS = 65_536;

/** The beginning of each numbered line: when and where the probe wrote it. */
export const PLACE = {
  cpu: integer('%d', 0, MOST_CPUS - 1, { value: 'cpu' }),
  seq: size({ value: '$n', meaning: "number of the line among its CPU's of this kind, from 1" }),
  ktime: nanoseconds({ value: 'nsecs', meaning: 'kernel time, ns since boot' }),
};

export interface Place {
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
}

/** The bounds for a line's numbers on this host. */
export interface Limits {
  readonly possibleCpus: number;
  /** No line can be younger; undefined where that is not known. */
  readonly latest: bigint | undefined;
  /** No CPU has written more lines of a kind; undefined where that is not known. */
  readonly mostLines: number | undefined;
}

/** Reads where a line belongs; undefined where no such line can be, so that nothing is indexed by it. */
export function readPlace(line: FieldReader, limits: Limits): Place | undefined {
  const cpu = PLACE.cpu.read(line);
  const seq = PLACE.seq.read(line);
  const ktime = PLACE.ktime.read(line);
  const possible = isCpu(cpu, limits) && isCount(seq, limits) && seq > 0;
  return possible && isTime(ktime, limits) ? { cpu, seq, ktime } : undefined;
}

export function isCpu(cpu: number, { possibleCpus }: Limits): boolean {
  return Number.isInteger(cpu) && cpu >= 0 && cpu < possibleCpus;
}

export function isTime(ktime: bigint, { latest }: Limits): boolean {
  return ktime >= 0n && (latest === undefined || ktime <= latest);
}

/** Whether a CPU can have written, held back or left out so many lines. */
export function isCount(count: number, { mostLines }: Limits): boolean {
  if (!Number.isSafeInteger(count) || count < 0) return false;
  return mostLines === undefined || count <= mostLines;
}
