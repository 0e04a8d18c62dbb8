import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { type KernelEvent, kernelEvent } from './kernel-events.js';

const INSTANCES = '/sys/kernel/tracing/instances';
/** For each CPU: some 700,000 events. */
const BUFFER_KB = 96 * 1024;

/** The kernel's own record of the signals to processes of one name, in a trace buffer of its own. */
export class KernelRecord {
  readonly #folder: string;

  /** @param name comm of the targets */
  constructor(name: string) {
    this.#folder = path.join(INSTANCES, name);
    mkdirSync(this.#folder);
    // Its ticks have an order across all CPUs.
    this.#set('trace_clock', 'counter');
    this.#set('buffer_size_kb', String(BUFFER_KB));
    this.#set('events/signal/signal_generate/filter', `comm == "${name}"`);
    for (const event of ['signal_generate', 'signal_deliver']) {
      this.#set(`events/signal/${event}/enable`, '1');
    }
  }

  /** The events up to now, in their order. */
  read(): KernelEvent[] {
    this.#set('tracing_on', '0');
    const text = readFileSync(path.join(this.#folder, 'trace'), 'utf8');
    const events = text.split('\n').map(kernelEvent);
    return events.filter((event) => event !== undefined).sort((a, b) => a.order - b.order);
  }

  /** How many events found no room. */
  get lost(): number {
    const cpus = readdirSync(path.join(this.#folder, 'per_cpu'));
    const counts = cpus.map((cpu) => {
      const stats = readFileSync(path.join(this.#folder, 'per_cpu', cpu, 'stats'), 'utf8');
      return Number(/^overrun: (\d+)$/m.exec(stats)?.[1]);
    });
    return counts.reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    if (!existsSync(this.#folder)) return;
    this.#set('events/enable', '0');
    rmdirSync(this.#folder);
  }

  #set(file: string, value: string): void {
    writeFileSync(path.join(this.#folder, file), value);
  }
}
