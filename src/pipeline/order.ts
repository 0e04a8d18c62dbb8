import {
  type Invalid,
  type Probe,
  PROBES,
  type Seen,
  type SourceEvent,
  type Tick,
} from '../wire/events.js';

/** Events that a probe wrote on a CPU and that never came. */
export interface LostRange {
  readonly kind: 'lost';
  readonly probe: Probe;
  readonly cpu: number;
  readonly count: number;
  /** Kernel times of the probe's events around them, where there are any. */
  readonly after: bigint | undefined;
  readonly before: bigint | undefined;
}

/** An event in its place; `late` where one with a greater ktime went before it. */
export interface Placed {
  readonly kind: 'placed';
  readonly event: Seen;
  readonly late: boolean;
}

/** An event whose number has already come, or was already reported lost. No source should send one. */
export interface OutOfSequence {
  readonly kind: 'out-of-sequence';
  readonly probe: Probe;
  readonly cpu: number;
  readonly seq: number;
}

export type Ordered = LostRange | Placed | OutOfSequence;

/** The most events that are held, some 200 bytes each; past it the oldest half goes out unproven. */
const MOST_HELD = 300_000;
/** After this time no CPU still writes an event that it began before the halt. */
const HALTED_NS = 40_000_000n;

/** The events of one probe on one CPU: numbered without a hole, in the order of the clock. */
interface Lane {
  readonly probe: Probe;
  readonly cpu: number;
  queue: (LostRange | Seen)[];
  lastSeq: number;
  lastKtime: bigint | undefined;
  /** The total that the newest tick told. */
  promised: number;
}

interface WholeTick {
  readonly ktime: bigint;
  /** By lane. */
  readonly totals: readonly number[];
}

/**
 * Puts events in the order of the kernel's clock, whatever order the CPUs' buffers came in.
 *
 * Nothing is guessed from delays. A tick read the clock first and then how many records each CPU had
 * written. So a record that the tick did not count is younger than it, and once each CPU has brought
 * as many as the tick counted, all that is older than the tick is here and can go out, sorted:
 *
 *     CPU 0:  s1@10  s2@30  t@40 (CPU 0: 2, CPU 1: 3)  s3@50 …   nothing goes out: CPU 1 owes 3
 *     CPU 1:  s1@5  s2@20  s3@35                                  now 5 10 20 30 35 go out, 50 waits
 *
 * What one CPU wrote comes in the order in which it wrote it. So a record is lost when a younger one
 * of the same probe or a tick of the same CPU comes without it. Each probe counts for itself: an
 * interrupt may bring one in the middle of another.
 */
export class Orderer {
  readonly #mostHeld: number;
  /** The lanes of the first CPU, then those of the next. */
  readonly #lanes: Lane[] = [];
  /** The parts of each CPU's tick that have come. */
  readonly #parts: { readonly ktime: bigint; readonly totals: number[] }[] = [];
  /** Ticks that are not reached yet, oldest first. */
  readonly #ticks: WholeTick[] = [];
  #outOfSequence: OutOfSequence[] = [];
  #held = 0;
  #written = -1n;
  #proven = -1n;
  #halted: bigint | undefined;

  constructor(mostHeld = MOST_HELD) {
    this.#mostHeld = mostHeld;
  }

  /** Whether the flow was halted and every event from before has come or is known to be lost. */
  get drained(): boolean {
    const halted = this.#halted !== undefined && this.#proven >= this.#halted + HALTED_NS;
    return halted && this.#held === 0;
  }

  /** How many signals all CPUs have written, as far as ticks and events tell. */
  get generated(): number {
    let sum = 0;
    for (const { probe, promised, lastSeq } of this.#lanes) {
      if (probe === 'signal') sum += Math.max(promised, lastSeq);
    }
    return sum;
  }

  /** Kernel time: everything older has gone out, or is lost. */
  get watermark(): bigint {
    return this.#proven;
  }

  push(batch: readonly SourceEvent[]): Ordered[] {
    for (const record of batch) {
      switch (record.kind) {
        case 'signal':
        case 'delivery':
        case 'exit':
        case 'attempt':
        case 'invalid':
          this.#hold(record);
          break;
        case 'tick':
          this.#note(record);
          break;
        case 'totals':
          for (const [cpu, total] of record.counts) promise(this.#lane(cpu, record.probe), total);
          break;
      }
    }
    const out: Ordered[] = this.#outOfSequence;
    this.#outOfSequence = [];
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
    for (const lane of this.#lanes) this.#giveUp(lane, lane.promised);
    this.#release(undefined, out);
    return out;
  }

  #lane(cpu: number, probe: Probe): Lane {
    for (let next = this.#lanes.length / PROBES.length; next <= cpu; next++) {
      for (const probe of PROBES) {
        this.#lanes.push({
          probe,
          cpu: next,
          queue: [],
          lastSeq: 0,
          lastKtime: undefined,
          promised: 0,
        });
      }
    }
    return this.#lanes[cpu * PROBES.length + PROBES.indexOf(probe)] as Lane;
  }

  #hold(record: Seen | Invalid): void {
    const probe = record.kind === 'invalid' ? record.probe : record.kind;
    const lane = this.#lane(record.cpu, probe);
    if (record.seq <= lane.lastSeq) {
      this.#outOfSequence.push({
        kind: 'out-of-sequence',
        probe,
        cpu: record.cpu,
        seq: record.seq,
      });
      return;
    }
    this.#addLost(lane, record.seq - lane.lastSeq - 1, record.ktime);
    lane.lastSeq = record.seq;
    lane.lastKtime = record.ktime;
    if (record.kind !== 'invalid') this.#enqueue(lane, record);
  }

  #enqueue(lane: Lane, entry: LostRange | Seen): void {
    lane.queue.push(entry);
    this.#held++;
  }

  #addLost(lane: Lane, count: number, before: bigint | undefined): void {
    if (count <= 0) return;
    const { probe, cpu, lastKtime } = lane;
    this.#enqueue(lane, { kind: 'lost', probe, cpu, count, after: lastKtime, before });
  }

  #note({ ktime, halted, cpu, cpus, firstCpu, probes, totals }: Tick): void {
    let tick = this.#parts[cpu];
    if (tick?.ktime !== ktime) tick = this.#parts[cpu] = { ktime, totals: [] };
    // A part of the tick was lost: the next tick tells the same and more.
    if (firstCpu * PROBES.length !== tick.totals.length) return;
    for (let at = 0; at < totals.length; at += probes) {
      // A source with fewer probes writes nothing by the others.
      for (let probe = 0; probe < PROBES.length; probe++) {
        tick.totals.push(probe < probes ? (totals[at + probe] ?? 0) : 0);
      }
    }
    if (tick.totals.length < cpus * PROBES.length) return;
    this.#lane(cpus - 1, 'signal');
    for (const [index, lane] of this.#lanes.entries()) {
      const total = tick.totals[index] ?? 0;
      promise(lane, total);
      if (lane.cpu === cpu) this.#giveUp(lane, total);
    }
    if (halted && (this.#halted === undefined || ktime < this.#halted)) this.#halted = ktime;
    this.#expect(tick);
  }

  #expect(tick: WholeTick): void {
    if (tick.ktime <= this.#proven) return;
    let at = this.#ticks.length;
    while (at > 0 && (this.#ticks[at - 1] as WholeTick).ktime > tick.ktime) at--;
    this.#ticks.splice(at, 0, tick);
  }

  #reached({ totals }: WholeTick): boolean {
    return totals.every((total, index) => (this.#lanes[index]?.lastSeq ?? 0) >= total);
  }

  #giveUp(lane: Lane, total: number): void {
    if (total <= lane.lastSeq) return;
    this.#addLost(lane, total - lane.lastSeq, undefined);
    lane.lastSeq = total;
  }

  /** Sends out everything up to a moment, or everything. */
  #release(upTo: bigint | undefined, out: Ordered[]): void {
    const due: (LostRange | Seen)[] = [];
    for (const lane of this.#lanes) {
      const { queue } = lane;
      const next = upTo === undefined ? -1 : queue.findIndex((entry) => timeOf(entry) > upTo);
      const count = next === -1 ? queue.length : next;
      if (count === 0) continue;
      for (let i = 0; i < count; i++) due.push(queue[i] as LostRange | Seen);
      lane.queue = queue.slice(count);
    }
    this.#held -= due.length;
    // Each lane is in order already, which a merge sort makes use of.
    due.sort(byTime);
    for (const entry of due) out.push(entry.kind === 'lost' ? entry : this.#place(entry));
  }

  #releaseHalf(out: Ordered[]): void {
    const times: bigint[] = [];
    for (const { queue } of this.#lanes) {
      for (const entry of queue) if (entry.kind !== 'lost') times.push(entry.ktime);
    }
    times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.#release(times[times.length >> 1], out);
  }

  #place(event: Seen): Placed {
    const late = event.ktime < this.#written;
    if (!late) this.#written = event.ktime;
    return { kind: 'placed', event, late };
  }
}

function promise(lane: Lane, total: number): void {
  lane.promised = Math.max(lane.promised, total);
}

function byTime(a: LostRange | Seen, b: LostRange | Seen): number {
  const [first, second] = [timeOf(a), timeOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** A lost range stands right before the event that follows it, else right behind the one before. */
function timeOf(entry: LostRange | Seen): bigint {
  return entry.kind === 'lost' ? (entry.before ?? entry.after ?? 0n) : entry.ktime;
}
