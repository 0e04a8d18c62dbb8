import type { Invalid, KernelSignal, SourceRecord, Tick } from './source-record.js';
import type { Arrival, Stage } from './stage.js';

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

/** A record of a hole told of before has come after all; it follows, late. */
export interface Found {
  readonly kind: 'found';
}

export type Ordered = Hole | Placed | Found;

export interface OrderLimits {
  /** Held back at most; past it the oldest half goes out unproven. */
  readonly held: number;
  /** A CPU that owes records and brings none for so long has lost them. */
  readonly stallMs: number;
}

const LIMITS: OrderLimits = { held: 100_000, stallMs: 1_000 };
/** A tick that took longer than the quickest by this much says that the source lags behind. */
const FRESH_NS = 200_000_000n;

interface Cpu {
  readonly queue: (Hole | KernelSignal)[];
  lastSeq: number;
  lastKtime: bigint | undefined;
  /** Total of the newest tick. */
  promised: number;
  movedAt: bigint;
  /** Ranges given up as lost, each `[first, last]`: what comes of them after all is late. */
  givenUp: [number, number][];
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
 * A record that is missing shows as a hole in its CPU's sequence as soon as a younger one comes. If
 * none comes, the CPU still owes it while ticks go on arriving in time: after `stallMs` it is lost.
 */
export class Orderer implements Stage<SourceRecord, Ordered> {
  readonly #limits: OrderLimits;
  readonly #cpus = new Map<number, Cpu>();
  readonly #ticks: { readonly ktime: bigint; readonly totals: Map<number, number> }[] = [];
  #held = 0;
  #written = -1n;
  #quickest: bigint | undefined;
  #halted = 0;
  /** Records that came twice, or with a number that was never due. */
  duplicates = 0;
  #found: Found[] = [];

  constructor(limits: Partial<OrderLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** The flow was halted, and every record from before has come or is known to be lost. */
  get drained(): boolean {
    return this.#halted > 1 && this.#ticks.length === 0 && this.#held === 0;
  }

  /** How many records all CPUs have written, as far as it is known. */
  get generated(): number {
    let sum = 0;
    for (const cpu of this.#cpus.values()) sum += Math.max(cpu.promised, cpu.lastSeq);
    return sum;
  }

  push(batch: readonly SourceRecord[], { ns }: Arrival): Ordered[] {
    for (const record of batch) {
      if (record.kind === 'signal' || record.kind === 'invalid') this.#hold(record, ns);
      else if (record.kind === 'tick') this.#note(record, ns);
      else if (record.kind === 'totals') this.#promise(record.counts, ns);
    }
    const out: Ordered[] = this.#found;
    this.#found = [];
    let proven: bigint | undefined;
    for (;;) {
      const tick = this.#ticks[0];
      if (tick === undefined || !this.#reached(tick.totals, ns)) break;
      proven = tick.ktime;
      this.#ticks.shift();
    }
    if (proven !== undefined) this.#release(proven, out);
    if (this.#held > this.#limits.held) this.#releaseHalf(out);
    return out;
  }

  flush(): Ordered[] {
    const out: Ordered[] = this.#found;
    this.#found = [];
    for (const [cpu, state] of this.#cpus) this.#giveUp(cpu, state, state.promised);
    this.#release(undefined, out);
    return out;
  }

  #cpu(index: number, ns: bigint): Cpu {
    let cpu = this.#cpus.get(index);
    if (cpu === undefined) {
      cpu = { queue: [], lastSeq: 0, lastKtime: undefined, promised: 0, movedAt: ns, givenUp: [] };
      this.#cpus.set(index, cpu);
    }
    return cpu;
  }

  #hold(record: KernelSignal | Invalid, ns: bigint): void {
    const cpu = this.#cpu(record.cpu, ns);
    if (record.seq <= cpu.lastSeq) {
      this.#return(record, cpu);
      return;
    }
    const missing = record.seq - cpu.lastSeq - 1;
    if (missing > 0) this.#addHole(record.cpu, cpu, missing, record.ktime);
    cpu.lastSeq = record.seq;
    cpu.lastKtime = record.ktime;
    cpu.movedAt = ns;
    if (record.kind === 'signal') this.#enqueue(cpu, record);
  }

  #enqueue(cpu: Cpu, entry: Hole | KernelSignal): void {
    cpu.queue.push(entry);
    this.#held++;
  }

  #addHole(index: number, cpu: Cpu, count: number, before: bigint | undefined): void {
    this.#enqueue(cpu, { kind: 'hole', cpu: index, count, after: cpu.lastKtime, before });
  }

  /** A record below the sequence is one that was given up, or one that cannot be. */
  #return(record: KernelSignal | Invalid, cpu: Cpu): void {
    const range = cpu.givenUp.find(([first, last]) => first <= record.seq && record.seq <= last);
    if (range === undefined) {
      this.duplicates++;
      return;
    }
    // They come in order, so what lies before it in the range is lost for good.
    range[0] = record.seq + 1;
    if (range[0] > range[1]) cpu.givenUp.splice(cpu.givenUp.indexOf(range), 1);
    this.#found.push({ kind: 'found' });
    if (record.kind === 'signal') this.#enqueue(cpu, record);
  }

  #note(tick: Tick, ns: bigint): void {
    let last = this.#ticks.at(-1);
    if (last?.ktime !== tick.ktime) {
      last = { ktime: tick.ktime, totals: new Map() };
      this.#ticks.push(last);
      const lag = ns - tick.ktime;
      if (this.#quickest === undefined || lag < this.#quickest) this.#quickest = lag;
      if (tick.halted) this.#halted++;
    }
    for (const [i, total] of tick.totals.entries()) {
      last.totals.set(tick.firstCpu + i, total);
      if (total > 0) this.#promiseCpu(tick.firstCpu + i, total, ns);
    }
  }

  #promise(counts: ReadonlyMap<number, number>, ns: bigint): void {
    for (const [cpu, total] of counts) this.#promiseCpu(cpu, total, ns);
  }

  #promiseCpu(index: number, total: number, ns: bigint): void {
    const cpu = this.#cpu(index, ns);
    // A CPU that owed nothing until now begins to owe at this moment.
    if (cpu.lastSeq >= cpu.promised && total > cpu.promised) cpu.movedAt = ns;
    cpu.promised = Math.max(cpu.promised, total);
  }

  #reached(totals: ReadonlyMap<number, number>, ns: bigint): boolean {
    for (const [index, total] of totals) {
      const cpu = this.#cpus.get(index);
      if (total === 0 || cpu === undefined || cpu.lastSeq >= total) continue;
      if (!this.#stalled(cpu, ns)) return false;
      this.#giveUp(index, cpu, total);
    }
    return true;
  }

  #stalled(cpu: Cpu, ns: bigint): boolean {
    const newest = this.#ticks.at(-1);
    if (newest === undefined || this.#quickest === undefined) return false;
    const inTime = ns - newest.ktime - this.#quickest < FRESH_NS;
    return inTime && ns - cpu.movedAt >= BigInt(this.#limits.stallMs) * 1_000_000n;
  }

  #giveUp(index: number, cpu: Cpu, total: number): void {
    const missing = total - cpu.lastSeq;
    if (missing <= 0) return;
    this.#addHole(index, cpu, missing, undefined);
    cpu.givenUp.push([cpu.lastSeq + 1, total]);
    cpu.lastSeq = total;
  }

  /** Lets go of all up to a moment, or of everything. */
  #release(upTo: bigint | undefined, out: Ordered[]): void {
    const due: (Hole | KernelSignal)[] = [];
    for (const { queue } of this.#cpus.values()) {
      let count = 0;
      for (const entry of queue) {
        if (upTo !== undefined && entry.kind === 'signal' && entry.ktime > upTo) break;
        count++;
      }
      // A hole goes with the record behind it.
      if (count < queue.length) while (count > 0 && queue[count - 1]?.kind === 'hole') count--;
      for (const entry of queue.splice(0, count)) due.push(entry);
    }
    this.#write(due, out);
  }

  #releaseHalf(out: Ordered[]): void {
    const times: bigint[] = [];
    for (const { queue } of this.#cpus.values()) {
      for (const entry of queue) if (entry.kind === 'signal') times.push(entry.ktime);
    }
    times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.#release(times[times.length >> 1], out);
  }

  #write(due: (Hole | KernelSignal)[], out: Ordered[]): void {
    this.#held -= due.length;
    // Each CPU's part is in order already, which a stable merge sort makes use of.
    const keyed = due.map((entry) => ({ entry, at: timeOf(entry) }));
    keyed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const { entry, at } of keyed) {
      if (entry.kind === 'hole') {
        out.push(entry);
        continue;
      }
      const late = at < this.#written;
      if (!late) this.#written = at;
      out.push({ kind: 'placed', signal: entry, late });
    }
  }
}

/** A hole stands right before the record that follows it, else right behind the one before. */
function timeOf(entry: Hole | KernelSignal): bigint {
  return entry.kind === 'signal' ? entry.ktime : (entry.before ?? entry.after ?? 0n);
}
