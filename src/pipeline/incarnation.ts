import type { AttemptView, SignalView } from '../filter/view.js';
import type { KernelSkips } from '../plan/kernel-skips.js';
import type { BySignal, SourceEvent } from '../wire/events.js';
import type { KernelCounts } from './ledger.js';
import { OpenFloods } from './open-floods.js';
import { Orderer } from './order.js';
import type { WallClock } from './wall-clock.js';

const NONE: BySignal['counts'] = new Map();

/** Options that decide about the events of one incarnation. */
export interface IncarnationOptions {
  /** Whether its program also traces deliveries and exits. */
  readonly tracksOutcomes: boolean;
  readonly kernelSkips: KernelSkips;
  /** Whether what the filter asks has to be looked up first. */
  readonly looksUp: boolean;
  /** The part of the filter that the kernel could not evaluate; undefined where nothing is left. */
  readonly wantsSignal: ((view: SignalView) => boolean) | undefined;
  readonly wantsAttempt: ((view: AttemptView) => boolean) | undefined;
}

/** Hears what the events of an incarnation say about its source. */
export interface IncarnationListener {
  tick(halted: boolean): void;
  /** The signal that proves the path has come through. @returns whether tracing begins with it */
  proven(): boolean;
  /** Everything from before the halt has come, or is known to be lost. */
  drained(): void;
}

/** One start of the source: its events are numbered from 1 again, and its counts begin at 0. */
export class Incarnation {
  readonly number: number;
  readonly options: IncarnationOptions;
  readonly order = new Orderer();
  readonly floods = new OpenFloods();
  readonly #listener: IncarnationListener;
  readonly #clock: WallClock;
  readonly #bySignal: Partial<Record<BySignal['what'], BySignal['counts']>> = {};
  #skippedByProgram = 0;
  #skippedByKernel: number | null | undefined;
  #lastTick: bigint | undefined;
  #proofAskedNs: bigint | undefined;
  #proven = false;
  #complete = false;

  constructor(
    number: number,
    options: IncarnationOptions,
    listener: IncarnationListener,
    clock: WallClock,
  ) {
    this.number = number;
    this.options = options;
    this.#listener = listener;
    this.#clock = clock;
  }

  /** Takes note of what the source says about itself: ticks, proof, counts. */
  observe(events: readonly SourceEvent[], nowNs: bigint): void {
    for (const event of events) {
      switch (event.kind) {
        case 'tick':
          if (this.#lastTick === undefined || event.ktime > this.#lastTick) {
            this.#lastTick = event.ktime;
          }
          this.#clock.saw(event.ktime, nowNs);
          this.#listener.tick(event.halted);
          break;
        case 'proof':
          this.#clock.saw(event.ktime, nowNs);
          if (this.#proofAskedNs !== undefined) {
            this.#clock.proved(event.ktime, this.#proofAskedNs, event.slept);
          }
          this.#proven ||= this.#listener.proven();
          break;
        case 'by-signal':
          this.#bySignal[event.what] = event.counts;
          break;
        case 'flood-map':
          this.floods.add(event);
          break;
        case 'skipped':
          this.#skippedByProgram = event.count;
          break;
        case 'totals':
          // bpftrace prints them as it ends: what has not come by now is lost, and counted.
          if (event.probe === 'signal') this.#complete = true;
          break;
      }
    }
  }

  /** The source reports how often the kernel skipped its programs; null where it cannot say. */
  observeSkips(count: number | null): void {
    this.#skippedByKernel = count;
  }

  /** Tells of the drain once the orderer has seen its end. */
  checkDrained(): void {
    if (!this.order.drained) return;
    this.#complete = true;
    this.#listener.drained();
  }

  /** The wrapper is about to send the proving signal, for the first time or again. */
  askForProof(nowNs: bigint): void {
    this.#proofAskedNs ??= nowNs;
  }

  /** Whether its path was proven. Events from before lie before the beginning, or in a gap. */
  get proven(): boolean {
    return this.#proven;
  }

  /** Kernel time of the newest tick: everything until then was traced. */
  get lastTick(): bigint | undefined {
    return this.#lastTick;
  }

  /** Whether all that it traced has come, or is known to be lost. */
  get complete(): boolean {
    return this.#complete;
  }

  get counts(): KernelCounts {
    const byKernel = this.#byKernel;
    const skipped = typeof byKernel === 'number' ? byKernel + this.#skippedByProgram : byKernel;
    const { hidden = NONE, thinned = NONE, generated } = this.#bySignal;
    return { generated: this.order.generated, hidden, thinned, bySignal: generated, skipped };
  }

  get #byKernel(): number | null | undefined {
    // While bpftrace still compiles, it has no program that the kernel could skip.
    if (this.#lastTick === undefined) return undefined;
    switch (this.options.kernelSkips) {
      case 'counts':
        return this.#skippedByKernel;
      case 'none':
        return 0;
      case 'silence':
        return null;
    }
  }
}
