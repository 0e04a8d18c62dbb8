import type { Invalid, KernelSignal, SourceRecord, Tick } from './source-record.js';
import type { Stage } from './stage.js';

/** Records that a CPU wrote and that never came. */
export interface Hole {
  readonly kind: 'hole';
  readonly cpu: number;
  readonly count: number;
  /** Kernel times of the CPU's records around it, as far as there are any. */
  readonly after: bigint | undefined;
  readonly before: bigint | undefined;
}

/** A signal in its place; `late` where one with a greater ktime went before it. */
export interface Placed {
  readonly kind: 'placed';
  readonly signal: KernelSignal;
  readonly late: boolean;
}

/** A record whose number has already come, or was already told lost. No source should send one. */
export interface Stray {
  readonly kind: 'stray';
  readonly cpu: number;
  readonly seq: number;
}

export type Ordered = Hole | Placed | Stray;

/** Held back at most, some 200 bytes each; past it the oldest half goes out unproven. */
const MOST_HELD = 300_000;
/** This long after the halt no CPU is still at a record that it began before. */
const HALTED_NS = 40_000_000n;

interface Cpu {
  queue: (Hole | KernelSignal)[];
  lastSeq: number;
  lastKtime: bigint | undefined;
  /** Total of the newest tick. */
  promised: number;
  /** The parts of its tick that have come. */
  tick: { readonly ktime: bigint; readonly totals: number[] };
}

interface WholeTick {
  readonly ktime: bigint;
  readonly totals: readonly number[];
}

/**
 * Puts signals in the order of the kernel's clock, whatever order the CPUs' buffers came in.
 *
 * Nothing is guessed from delays. A tick read the clock first and then how many records each CPU had
 * written. So a record that the tick did not count is younger than it, and once each CPU has brought
 * as many as the tick counted, all that is older than the tick is here and can go out, sorted:
 *
 *     CPU 0:  s1@10  s2@30  t@40 (CPU 0: 2, CPU 1: 3)  s3@50 …   nothing goes out: CPU 1 owes 3
 *     CPU 1:  s1@5  s2@20  s3@35                                  now 5 10 20 30 35 go out, 50 waits
 *
 * What one CPU wrote comes in the order in which it wrote it. So a record is lost when a younger one
 * or a tick of the same CPU comes without it.
 */
export class Orderer implements Stage<SourceRecord, Ordered> {
  readonly #mostHeld: number;
  readonly #cpus: Cpu[] = [];
  /** Those not reached yet, oldest first. */
  readonly #ticks: WholeTick[] = [];
  #strays: Stray[] = [];
  #held = 0;
  #written = -1n;
  #proven = -1n;
  #halted: bigint | undefined;

  constructor(mostHeld = MOST_HELD) {
    this.#mostHeld = mostHeld;
  }

  /** The flow was halted, and every record from before has come or is known to be lost. */
  get drained(): boolean {
    const halted = this.#halted !== undefined && this.#proven >= this.#halted + HALTED_NS;
    return halted && this.#held === 0;
  }

  /** How many records all CPUs have written, as far as it is known. */
  get generated(): number {
    let sum = 0;
    for (const cpu of this.#cpus) sum += Math.max(cpu.promised, cpu.lastSeq);
    return sum;
  }

  push(batch: readonly SourceRecord[]): Ordered[] {
    for (const record of batch) {
      if (record.kind === 'signal' || record.kind === 'invalid') this.#hold(record);
      else if (record.kind === 'tick') this.#note(record);
      else if (record.kind === 'totals') {
        for (const [cpu, total] of record.counts) this.#promise(cpu, total);
      }
    }
    const out: Ordered[] = this.#strays;
    this.#strays = [];
    const before = this.#proven;
    for (let tick; (tick = this.#ticks[0]) !== undefined && this.#reached(tick);) {
      this.#proven = tick.ktime;
      this.#ticks.shift();
    }
    if (this.#proven > before) this.#release(this.#proven, out);
    if (this.#held > this.#mostHeld) this.#releaseHalf(out);
    return out;
  }

  flush(): Ordered[] {
    const out: Ordered[] = [];
    for (const [index, cpu] of this.#cpus.entries()) this.#giveUp(index, cpu, cpu.promised);
    this.#release(undefined, out);
    return out;
  }

  #cpu(index: number): Cpu {
    for (let next = this.#cpus.length; next <= index; next++) {
      const tick = { ktime: -1n, totals: [] };
      this.#cpus.push({ queue: [], lastSeq: 0, lastKtime: undefined, promised: 0, tick });
    }
    return this.#cpus[index] as Cpu;
  }

  #hold(record: KernelSignal | Invalid): void {
    const cpu = this.#cpu(record.cpu);
    if (record.seq <= cpu.lastSeq) {
      this.#strays.push({ kind: 'stray', cpu: record.cpu, seq: record.seq });
      return;
    }
    this.#addHole(record.cpu, cpu, record.seq - cpu.lastSeq - 1, record.ktime);
    cpu.lastSeq = record.seq;
    cpu.lastKtime = record.ktime;
    if (record.kind === 'signal') this.#enqueue(cpu, record);
  }

  #enqueue(cpu: Cpu, entry: Hole | KernelSignal): void {
    cpu.queue.push(entry);
    this.#held++;
  }

  #addHole(index: number, cpu: Cpu, count: number, before: bigint | undefined): void {
    if (count <= 0) return;
    this.#enqueue(cpu, { kind: 'hole', cpu: index, count, after: cpu.lastKtime, before });
  }

  #note({ ktime, halted, cpu: index, cpus, firstCpu, totals }: Tick): void {
    const cpu = this.#cpu(index);
    if (cpu.tick.ktime !== ktime) cpu.tick = { ktime, totals: [] };
    const { tick } = cpu;
    // A part of it was lost: the next tick tells the same and more.
    if (firstCpu !== tick.totals.length) return;
    tick.totals.push(...totals);
    if (tick.totals.length < cpus) return;
    for (const [other, total] of tick.totals.entries()) this.#promise(other, total);
    this.#giveUp(index, cpu, tick.totals[index] ?? 0);
    if (halted && (this.#halted === undefined || ktime < this.#halted)) this.#halted = ktime;
    this.#expect(tick);
  }

  #expect(tick: WholeTick): void {
    if (tick.ktime <= this.#proven) return;
    let at = this.#ticks.length;
    while (at > 0 && (this.#ticks[at - 1] as WholeTick).ktime > tick.ktime) at--;
    this.#ticks.splice(at, 0, tick);
  }

  #promise(index: number, total: number): void {
    const cpu = this.#cpu(index);
    cpu.promised = Math.max(cpu.promised, total);
  }

  #reached({ totals }: WholeTick): boolean {
    return totals.every((total, index) => (this.#cpus[index]?.lastSeq ?? 0) >= total);
  }

  #giveUp(index: number, cpu: Cpu, total: number): void {
    if (total <= cpu.lastSeq) return;
    this.#addHole(index, cpu, total - cpu.lastSeq, undefined);
    cpu.lastSeq = total;
  }

  /** Lets go of all up to a moment, or of everything. */
  #release(upTo: bigint | undefined, out: Ordered[]): void {
    const due: (Hole | KernelSignal)[] = [];
    for (const cpu of this.#cpus) {
      const { queue } = cpu;
      const next = upTo === undefined ? -1 : queue.findIndex((entry) => timeOf(entry) > upTo);
      const count = next === -1 ? queue.length : next;
      if (count === 0) continue;
      for (let i = 0; i < count; i++) due.push(queue[i] as Hole | KernelSignal);
      cpu.queue = queue.slice(count);
    }
    this.#held -= due.length;
    // Each CPU's part is in order already, which a merge sort makes use of.
    due.sort(byTime);
    for (const entry of due) out.push(entry.kind === 'hole' ? entry : this.#place(entry));
  }

  #releaseHalf(out: Ordered[]): void {
    const times: bigint[] = [];
    for (const { queue } of this.#cpus) {
      for (const entry of queue) if (entry.kind === 'signal') times.push(entry.ktime);
    }
    times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.#release(times[times.length >> 1], out);
  }

  #place(signal: KernelSignal): Placed {
    const late = signal.ktime < this.#written;
    if (!late) this.#written = signal.ktime;
    return { kind: 'placed', signal, late };
  }
}

function byTime(a: Hole | KernelSignal, b: Hole | KernelSignal): number {
  const [first, second] = [timeOf(a), timeOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** A hole stands right before the record that follows it, else right behind the one before. */
function timeOf(entry: Hole | KernelSignal): bigint {
  return entry.kind === 'signal' ? entry.ktime : (entry.before ?? entry.after ?? 0n);
}
