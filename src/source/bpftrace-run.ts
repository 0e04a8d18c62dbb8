import { uptime } from 'node:os';

import { nonJsonLines } from '../bpftrace/diagnose.js';
import { type Ending, launch, type LaunchOptions, type Run } from '../bpftrace/launch.js';
import type { Command } from '../bpftrace/wrapper.js';
import type { KernelCounts } from '../pipeline/ledger.js';
import { type Batch, type Ordered, Orderer } from '../pipeline/order.js';
import type { WallClock } from '../pipeline/wall-clock.js';
import type { KernelSkips } from '../plan/kernel-skips.js';
import { Decoder } from '../wire/decoder.js';
import type { Invalid, SourceEvent, Warning } from '../wire/events.js';
import { type Lines, readLines } from './lines.js';
import { SuspendDetector } from './suspend-detector.js';

/** What one incarnation of bpftrace tells the trace that it is part of. */
export interface RunListener {
  onTick(halted: boolean): void;
  onProven(): void;
  onDrained(): void;
  /** All that one read brought, before it is put in order. */
  onDecoded(records: readonly SourceEvent[]): void;
  /** Signals received by now, in no order, and what was wrong with others. */
  onReceived(count: number, amiss: readonly (Invalid | Warning)[]): void;
  onOrdered(batch: Batch): void;
}

/** One run of bpftrace with the stages that its output goes through. */
export class BpftraceRun {
  readonly number: number;
  readonly #run: Run;
  readonly #lines: Lines;
  readonly #decoder = new Decoder();
  readonly #orderer = new Orderer();
  readonly #clock: WallClock;
  readonly #listener: RunListener;
  #provingSince: bigint | undefined;
  #hidden: ReadonlyMap<number, number> = new Map();
  readonly #skips: KernelSkips;
  /** By the kernel, as it says, and by the program itself. */
  #skipped: number | null | undefined;
  #leftOut = 0;
  /** Kernel time of the last tick: until then, at least, all was traced. */
  lastTick: bigint | undefined;
  #complete = false;
  /** What it printed before it began to trace, and did not belong there. */
  #words: string[] = [];
  #killed = false;
  readonly #sleep = new SuspendDetector(uptime);
  #slept = false;

  constructor(
    number: number,
    options: Omit<LaunchOptions, 'onSkips'>,
    skips: KernelSkips,
    clock: WallClock,
    listener: RunListener,
  ) {
    this.number = number;
    this.#skips = skips;
    this.#clock = clock;
    this.#listener = listener;
    this.#run = launch({ ...options, onSkips: (skipped) => (this.#skipped = skipped) });
    this.#lines = readLines(this.#run.output, (lines) => {
      this.#take(lines);
    });
  }

  send(word: Command): void {
    if (word === 'kill') this.#killed = true;
    if (word === 'prove') this.#provingSince ??= process.hrtime.bigint();
    // The last moment at which the kernel can still be asked.
    if (word === 'halt') this.#run.send('skips');
    this.#run.send(word);
  }

  pause(): void {
    this.#lines.pause();
  }

  resume(): void {
    this.#lines.resume();
  }

  /** What the kernel counted so far. */
  get counts(): KernelCounts {
    const byKernel = this.#skippedByKernel;
    const skipped = typeof byKernel === 'number' ? byKernel + this.#leftOut : byKernel;
    return { generated: this.#orderer.generated, hidden: this.#hidden, skipped };
  }

  get #skippedByKernel(): number | null | undefined {
    // Asked while it still compiles, bpftrace has no program that the kernel could have skipped.
    if (this.lastTick === undefined) return undefined;
    switch (this.#skips) {
      case 'counts':
        return this.#skipped;
      case 'none':
        return 0;
      case 'silence':
        return null;
    }
  }

  /** All that it traced has come, or is known to be lost. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Waits until bpftrace has ended and all that it wrote has gone through. */
  async ended(): Promise<Ending> {
    await this.#lines.ended;
    this.#tell(this.#orderer.flush());
    const { status, stderrTail } = await this.#run.ended;
    const hung = this.#killed && this.lastTick === undefined;
    return { status, stderrTail: [...stderrTail, ...this.#words], hung, slept: this.#slept };
  }

  #tell(entries: readonly Ordered[]): void {
    this.#listener.onOrdered({ entries, until: this.#orderer.watermark });
  }

  #take(lines: readonly string[]): void {
    const now = process.hrtime.bigint();
    this.#clock.check(now, Date.now());
    if (this.#sleep.since(now) && this.lastTick !== undefined) {
      // Of processors that were switched off, bpftrace hears no more.
      this.#slept = true;
      this.#run.send('stop');
    }
    if (this.lastTick === undefined) this.#words = nonJsonLines([...this.#words, ...lines]);
    const records = this.#decoder.push(lines);
    const amiss: (Invalid | Warning)[] = [];
    let received = 0;
    for (const record of records) {
      switch (record.kind) {
        case 'signal':
          received++;
          break;
        case 'invalid':
          if (record.probe === 'signal') received++;
          amiss.push(record);
          break;
        case 'complaint':
          amiss.push(record);
          break;
        case 'hidden':
          this.#hidden = record.counts;
          break;
        case 'skipped':
          this.#leftOut = record.count;
          break;
        case 'tick':
          if (this.lastTick === undefined || record.ktime > this.lastTick)
            this.lastTick = record.ktime;
          this.#clock.saw(record.ktime, now);
          this.#listener.onTick(record.halted);
          break;
        case 'proof':
          this.#clock.saw(record.ktime, now);
          if (this.#provingSince !== undefined)
            this.#clock.proved(record.ktime, this.#provingSince, record.slept);
          this.#listener.onProven();
          break;
        case 'totals':
          if (record.probe !== 'signal') break;
          // Printed as bpftrace ends: what has not come by now is lost, and counted.
          this.#complete = true;
          break;
      }
    }
    this.#listener.onDecoded(records);
    this.#listener.onReceived(received, amiss);
    this.#tell(this.#orderer.push(records));
    if (this.#orderer.drained) {
      this.#complete = true;
      this.#listener.onDrained();
    }
  }
}
