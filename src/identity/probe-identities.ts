import { LRUCache } from 'lru-cache';

import { type CommandLine, commandLine } from '../host/command-line.js';
import type { AncestorLine, ProcessLine, ProcessPart } from '../wire/events.js';
import { MOST_ARGUMENT_BYTES } from '../wire/lines/arguments.js';

/** The most that one identity holds: its command line, its ancestors, its fields. */
const IDENTITY_BYTES = MOST_ARGUMENT_BYTES + 1024;
/** The program tells everything anew every 1.1 s, so that identities need not be kept for long. */
const MOST_BYTES = 32 * 1024 * 1024;

/** One process at one time, as the probe told of it. Its parts come one by one. */
export class ProbeIdentity {
  process: ProcessLine | undefined;
  /** The identity from before the process released its memory; it still has the command line. */
  before: ProbeIdentity | undefined;
  /** How many parts have come. */
  parts = 0;
  readonly #ancestors: AncestorLine[] = [];
  readonly #lines: Buffer[] = [];
  #commandLine: CommandLine | undefined;
  #whole = false;
  #awaited: (() => void) | undefined;

  add(part: ProcessPart): void {
    this.parts++;
    switch (part.kind) {
      case 'process':
        this.process = part;
        break;
      case 'ancestor':
        this.#ancestors[part.depth] = part;
        break;
      case 'arguments':
        this.#lines[part.line] = part.bytes;
        break;
    }
    if (this.process === undefined) return;
    this.#whole ||= this.#bytes >= Math.min(this.process.length, MOST_ARGUMENT_BYTES);
    if (this.#whole) this.#awaited?.();
  }

  /** Resolves when everything was told; undefined where it was, or where somebody waits already. */
  completed(): Promise<void> | undefined {
    if (this.#whole || this.#awaited !== undefined) return undefined;
    return new Promise((resolve) => (this.#awaited = resolve));
  }

  /** Ancestors from the parent up, as far as none is missing. */
  get ancestors(): readonly AncestorLine[] {
    const part: (AncestorLine | undefined)[] = Array.from(this.#ancestors);
    const missing = part.indexOf(undefined);
    return missing === -1 ? this.#ancestors : this.#ancestors.slice(0, missing);
  }

  /** undefined where it was not told, or not completely. */
  get commandLine(): CommandLine | undefined {
    return (this.#commandLine ??= this.#read());
  }

  /** Bytes of arguments so far; a missing line leaves fewer than there must be. */
  get #bytes(): number {
    return this.#lines.reduce((sum, { length }) => sum + length, 0);
  }

  #read(): CommandLine | undefined {
    const length = this.process?.length ?? 0;
    if (!this.#whole || length === 0) return undefined;
    return commandLine(Buffer.concat(this.#lines), length);
  }
}

/** Identities that the probe has told lately; the oldest is let go first. */
export class ProbeIdentities {
  readonly #byKey = new LRUCache<string, ProbeIdentity>({
    maxSize: MOST_BYTES,
    sizeCalculation: () => IDENTITY_BYTES,
  });
  /** The newest identity of each pid. */
  readonly #byPid = new LRUCache<number, ProbeIdentity>({
    maxSize: MOST_BYTES,
    sizeCalculation: () => IDENTITY_BYTES,
  });

  /** Grows with each identity that is added or begins. */
  version = 0;

  add(part: ProcessPart): void {
    const identity =
      part.kind === 'process' ? this.#keep(part.processKey) : this.#of(part.processKey);
    identity.add(part);
    if (part.kind !== 'process') return;
    this.version++;
    const known = this.of(part.pid, part.startTimeNs);
    // A process without memory has no arguments any more: its earlier identity still has them.
    if (part.argStart === 0) {
      identity.before = known?.process?.argStart === 0 ? known.before : known;
    }
    this.#byPid.set(part.pid, identity);
  }

  /**
   * A process tells of itself right behind the first event that refers to it. Resolves when it has told
   * everything; undefined where it has already, or where somebody waits for it already.
   */
  completed(processKey: string): Promise<void> | undefined {
    return processKey === '' ? undefined : this.#of(processKey).completed();
  }

  get(processKey: string): ProbeIdentity | undefined {
    return processKey === '' ? undefined : this.#byKey.peek(processKey);
  }

  /** The newest identity of the process that has this pid and start. */
  of(pid: number, startTimeNs: bigint): ProbeIdentity | undefined {
    const identity = this.#byPid.peek(pid);
    return identity?.process?.startTimeNs === startTimeNs ? identity : undefined;
  }

  #of(processKey: string): ProbeIdentity {
    return this.get(processKey) ?? this.#keep(processKey);
  }

  /** Makes it the newest, so that it is the last to be let go. */
  #keep(processKey: string): ProbeIdentity {
    const identity = this.get(processKey) ?? new ProbeIdentity();
    this.version++;
    this.#byKey.set(processKey, identity);
    return identity;
  }
}
