/** The letters that begin the lines of numbered records, in the order in which a tick tells of them. */
export const PROBES = ['s', 'd', 'x'] as const;

/** A line that bpftrace printed, taken apart where numbers go on. */
export type CapturedLine = NumberedLine | TickLine | ToldLine;

/** A signal, a delivery or an exit. */
export interface NumberedLine {
  readonly kind: 'numbered';
  readonly probe: (typeof PROBES)[number];
  readonly head: string;
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
  readonly tail: string;
}

export interface TickLine {
  readonly kind: 'tick';
  readonly head: string;
  readonly ktime: bigint;
  readonly middle: string;
  readonly firstCpu: number;
  /** Of each probe on the first CPU, then on the next. */
  readonly totals: readonly number[];
  readonly tail: string;
}

/** A part of who a process is, which has neither number nor clock. */
export interface ToldLine {
  readonly kind: 'told';
  readonly text: string;
}

/** Where the count of a probe on a CPU stands among those of all. */
export function laneOf({ probe, cpu }: Pick<NumberedLine, 'probe' | 'cpu'>): number {
  return cpu * PROBES.length + PROBES.indexOf(probe);
}

const NUMBERED = /^(\{"type": "printf", "data": "([sdx])\|)(\d+)\|(\d+)\|(\d+)(\|.*)$/;
const TICK =
  /^(\{"type": "printf", "data": "t\|)(\d+)(\|\d\|\d+\|(\d+)\/\d+\|(\d+))((?:\|\d+)+)("\})$/;
const TOLD = /^\{"type": "printf", "data": "[wpa]\|/;

/** undefined for a line that neither is a record nor tells of one. */
export function taken(text: string): CapturedLine | undefined {
  if (TOLD.test(text)) return { kind: 'told', text };
  const numbered = NUMBERED.exec(text);
  if (numbered !== null) {
    const [, head = '', letter, cpu, seq, ktime = '', tail = ''] = numbered;
    const probe = letter as (typeof PROBES)[number];
    const numbers = { cpu: Number(cpu), seq: Number(seq), ktime: BigInt(ktime) };
    return { kind: 'numbered', probe, head, ...numbers, tail };
  }
  const tick = TICK.exec(text);
  if (tick === null) return undefined;
  const [, head = '', ktime = '', middle = '', firstCpu, probes, totals = '', tail = ''] = tick;
  if (Number(probes) !== PROBES.length) throw new Error(`a tick of ${String(probes)} probes`);
  return {
    kind: 'tick',
    head,
    ktime: BigInt(ktime),
    middle,
    firstCpu: Number(firstCpu),
    totals: totals.slice(1).split('|').map(Number),
    tail,
  };
}
