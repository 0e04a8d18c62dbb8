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
    const ancestors = this.#ancestors();
    return ancestors.length === 0 ? this.#process.read() : { ...this.#process.read(), ancestors };
  }

  json(): string {
    return JSON.stringify(this.read());
  }
}
