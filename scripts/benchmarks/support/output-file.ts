import { closeSync, createReadStream, openSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { waits } from './proc.js';

/** A file that a tracer writes to. */
export class OutputFile {
  readonly path: string;
  readonly fd: number;

  constructor(path: string) {
    this.path = path;
    this.fd = openSync(path, 'w');
  }

  /** Ends our own hold on it: whoever writes has its own. */
  close(): void {
    closeSync(this.fd);
  }

  /** Waits for a line with this text in it. */
  async has(text: string, patienceMs = 60_000): Promise<void> {
    const end = Date.now() + patienceMs;
    while (Date.now() < end) {
      for await (const line of this.lines()) if (line.includes(text)) return;
      await sleep(50);
    }
    throw new Error(`waited ${patienceMs / 1000} s in vain for ${text}`);
  }

  /** Waits until its writers have had nothing to write but a tick now and then for so many half seconds. */
  async settled(writers: readonly number[], enough = 6): Promise<void> {
    for (let quiet = 0, before = 0; quiet < enough;) {
      await sleep(500);
      const { size } = statSync(this.path);
      if (size - before > 16_384) quiet = 0;
      else if (writers.every(waits)) quiet++;
      before = size;
    }
  }

  /** How many lines have this text in them, and the last line. */
  async summary(text: string): Promise<{ events: number; last: string }> {
    let events = 0;
    let last = '';
    for await (const line of this.lines()) {
      if (line.includes(text)) events++;
      last = line;
    }
    return { events, last };
  }

  /** Its lines, a character a byte. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: createReadStream(this.path, 'latin1'), crlfDelay: Infinity });
  }
}
