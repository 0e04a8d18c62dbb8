import type { Ancestor, Process } from '../records/records.js';

/** A process as it was at its signal. What becomes known until it is read counts too. */
export interface Description {
  read(): Process;
  /** The same as JSON. */
  json(): string;
}

/** A process of which nothing more can become known. */
export class Described implements Description {
  readonly #process: Process;

  constructor(process: Process) {
    this.#process = process;
  }

  read(): Process {
    return this.#process;
  }

  json(): string {
    return JSON.stringify(this.#process);
  }
}

/** A process with its ancestors. */
export class WithAncestors implements Description {
  readonly #process: Description;
  readonly #ancestors: () => Ancestor[];

  constructor(process: Description, ancestors: () => Ancestor[]) {
    this.#process = process;
    this.#ancestors = ancestors;
  }

  read(): Process {
    const process = this.#process.read();
    const ancestors = this.#ancestors();
    const [parent] = ancestors;
    // Its parent may have ended before /proc was read: those that it has by then are others.
    const isOther = process.ppid !== undefined && process.ppid !== parent?.pid;
    return parent === undefined || isOther ? process : { ...process, ancestors };
  }

  json(): string {
    return JSON.stringify(this.read());
  }
}
