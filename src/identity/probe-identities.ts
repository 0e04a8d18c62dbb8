import { type CommandLine, commandLine } from '../host/command-line.js';
import type { AncestorLine, ProcessLine, ProcessPart } from '../wire/events.js';

/** The program tells all anew every 1.1 s, and no record is this late. */
const KEPT_MS = 10_000;
/** Processes that are kept at least; when so many more have come, the others are let go. */
const KEPT = 8192;

/** What the probe told of one process at one time; its parts come one by one. */
export class ProbeIdentity {
  process: ProcessLine | undefined;
  /** Of a process that has no memory any more, what it told when it had. */
  before: ProbeIdentity | undefined;
  /** How many parts of it have come. */
  parts = 0;
  readonly #ancestors: AncestorLine[] = [];
  readonly #lines: Buffer[] = [];
  #commandLine: CommandLine | undefined;
  #whole = false;
  #awaited: (() => void) | undefined;

  add(told: ProcessPart): void {
    this.parts++;
    switch (told.kind) {
      case 'process':
        this.process = told;
        break;
      case 'ancestor':
        this.#ancestors[told.depth] = told;
        break;
      case 'arguments':
        this.#lines[told.line] = told.bytes;
        break;
    }
    if (this.process === undefined) return;
    this.#whole ||= this.#bytes >= Math.min(this.process.length, MOST_BYTES);
    if (this.#whole) this.#awaited?.();
  }

  /** Done when it has told all; undefined where it has, or that is waited for already. */
  completed(): Promise<void> | undefined {
    if (this.#whole || this.#awaited !== undefined) return undefined;
    return new Promise((resolve) => (this.#awaited = resolve));
  }

  /** From the parent up; none behind one that is missing. */
  get ancestors(): readonly AncestorLine[] {
    const told: (AncestorLine | undefined)[] = Array.from(this.#ancestors);
    const missing = told.indexOf(undefined);
    return missing === -1 ? this.#ancestors : this.#ancestors.slice(0, missing);
  }

  /** undefined where it was not told, or not all of it. */
  get commandLine(): CommandLine | undefined {
    return (this.#commandLine ??= this.#read());
  }

  /** One line that is missing leaves fewer than there must be. */
  get #bytes(): number {
    return this.#lines.reduce((sum, { length }) => sum + length, 0);
  }

  #read(): CommandLine | undefined {
    const length = this.process?.length ?? 0;
    if (!this.#whole || length === 0) return undefined;
    return commandLine(Buffer.concat(this.#lines), length);
  }
}

/** Bytes of a command line that the probe tells: see program.ts. */
const MOST_BYTES = 1024;

/** What the probe has told of processes lately. */
export class ProbeIdentities {
  readonly #now: () => number;
  #since: number;
  #young = new Map<string, ProbeIdentity>();
  #old = new Map<string, ProbeIdentity>();
  /** By pid, the newest. */
  #youngPids = new Map<number, ProbeIdentity>();
  #oldPids = new Map<number, ProbeIdentity>();

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  add(told: ProcessPart): void {
    // Where older ones are let go between its parts, it stays one account all the same.
    const account =
      told.kind === 'process' ? this.#anew(told.processKey) : this.#of(told.processKey);
    account.add(told);
    if (told.kind !== 'process') return;
    const known = this.of(told.pid, told.startTimeNs);
    if (told.argStart === 0) account.before = known?.process?.argStart === 0 ? known.before : known;
    this.#youngPids.set(told.pid, account);
  }

  /**
   * Who a record speaks of tells of itself right behind it, which may come later. Done when it has;
   * undefined where it has already, or that is waited for.
   */
  completed(who: string): Promise<void> | undefined {
    return who === '' ? undefined : this.#of(who).completed();
  }

  get(who: string): ProbeIdentity | undefined {
    return who === '' ? undefined : (this.#young.get(who) ?? this.#old.get(who));
  }

  /** The newest of this very process. */
  of(pid: number, started: bigint): ProbeIdentity | undefined {
    const account = this.#youngPids.get(pid) ?? this.#oldPids.get(pid);
    return account?.process?.startTimeNs === started ? account : undefined;
  }

  #of(who: string): ProbeIdentity {
    return this.get(who) ?? this.#anew(who);
  }

  /** To be kept from now on. */
  #anew(who: string): ProbeIdentity {
    this.#age();
    const account = this.get(who) ?? new ProbeIdentity();
    this.#young.set(who, account);
    return account;
  }

  #age(): void {
    const now = this.#now();
    if (now - this.#since < KEPT_MS && this.#young.size < KEPT) return;
    this.#since = now;
    this.#old = this.#young;
    this.#young = new Map();
    this.#oldPids = this.#youngPids;
    this.#youngPids = new Map();
  }
}
