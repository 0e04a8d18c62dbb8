import { uptime } from 'node:os';

import { nonJsonLines } from '../bpftrace/diagnose.js';
import {
  type Ending,
  launch,
  type LaunchOptions,
  type Run,
  type SkippedRuns,
} from '../bpftrace/launch.js';
import type { Command } from '../bpftrace/wrapper.js';
import { Decoder } from '../wire/decoder.js';
import { type Lines, readLines } from './lines.js';
import type { Source, SourceListener } from './source.js';
import { SuspendDetector } from './suspend-detector.js';

const READ_UPTIME_EVERY_NS = 1_000_000_000n;

/** A listener that also hears what the wrapper reads about the kernel. */
export interface RunListener extends SourceListener {
  /** The kernel's recursion_misses so far; null where the kernel does not count them. */
  onSkips(skips: SkippedRuns | null): void;
  /** The wrapper is told to send the proving signal. */
  onProve(): void;
}

export interface BpftraceRunOptions extends Omit<LaunchOptions, 'onSkips'> {
  /** CPUs that the kernel could ever bring up. */
  readonly possibleCpus: number;
}

/** The live source: one run of bpftrace under its wrapper. */
export class BpftraceRun implements Source {
  readonly ended: Promise<Ending>;
  readonly #run: Run;
  readonly #lines: Lines;
  readonly #decoder: Decoder;
  readonly #listener: RunListener;
  readonly #suspend = new SuspendDetector(uptime);
  #ticked = false;
  /** Lines that are no JSON, from before the first tick: they may tell why it never began. */
  #nonJson: string[] = [];
  #killed = false;
  #slept = false;

  constructor({ possibleCpus, ...options }: BpftraceRunOptions, listener: RunListener) {
    this.#listener = listener;
    this.#decoder = new Decoder({ possibleCpus, kernelNow: kernelClock() });
    this.#run = launch({
      ...options,
      onSkips: (skips) => {
        listener.onSkips(skips);
      },
    });
    this.#lines = readLines(this.#run.output, (lines) => {
      this.#take(lines);
    });
    this.ended = this.#end();
  }

  send(command: Command): void {
    if (command === 'kill') this.#killed = true;
    if (command === 'prove') this.#listener.onProve();
    // A halted bpftrace ends soon: this is the last moment to read the kernel's count.
    if (command === 'halt') this.#run.send('skips');
    this.#run.send(command);
  }

  pause(): void {
    this.#lines.pause();
  }

  resume(): void {
    this.#lines.resume();
  }

  async #end(): Promise<Ending> {
    await this.#lines.ended;
    const { status, stderrTail } = await this.#run.ended;
    return {
      status,
      stderrTail: [...stderrTail, ...this.#nonJson],
      hung: this.#killed && !this.#ticked,
      slept: this.#slept,
    };
  }

  #take(lines: readonly string[]): void {
    if (this.#suspend.since(process.hrtime.bigint()) && this.#ticked) {
      // After a sleep, bpftrace no longer hears processors that were switched off.
      this.#slept = true;
      this.#run.send('stop');
    }
    if (!this.#ticked) this.#nonJson = nonJsonLines([...this.#nonJson, ...lines]);
    const events = this.#decoder.push(lines);
    this.#ticked ||= events.some(({ kind }) => kind === 'tick');
    this.#listener.onEvents(events);
  }
}

/**
 * Tells the later of the two clocks that bpftrace may read, ns. The larger value counts, since a
 * container may see an uptime of its own. The uptime is read once a second: it is in a file.
 */
function kernelClock(): () => bigint {
  let readAt: bigint | undefined;
  let ahead = 0n;
  return () => {
    const monotonic = process.hrtime.bigint();
    if (readAt === undefined || monotonic - readAt > READ_UPTIME_EVERY_NS) {
      readAt = monotonic;
      const boot = BigInt(Math.round(uptime() * 1e9));
      ahead = boot > monotonic ? boot - monotonic : 0n;
    }
    return monotonic + ahead;
  };
}
