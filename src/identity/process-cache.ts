import type { ProcInfo } from '../host/proc-lookup.js';
import type { Process } from '../records/records.js';
import { isSame, type Known, type KnownOfProcess } from './describe.js';
import type { ProbeIdentity } from './probe-identities.js';

/** Signals come in runs, of so many processes in turn. */
const KEPT = 8;

/** How a process is read: what may have changed since then is looked up then. */
export interface Reader {
  account(known: Known): ProbeIdentity | undefined;
  cgroup(known: Known): string | undefined;
  user(known: Known): string | undefined;
  describe(traits: KnownOfProcess): Process;
}

/** How a process read when it was read last. */
interface Reading {
  readonly traits: KnownOfProcess;
  readonly told: number | undefined;
  readonly found: number | undefined;
  readonly process: Process;
}

/** A process as a signal found it. */
class CachedProcess {
  readonly known: Known;
  /** undefined where it may tell of itself later. */
  readonly account: ProbeIdentity | undefined;
  readonly facts: ProcInfo | undefined;
  readonly #reader: Reader;
  #last: Reading | undefined;

  constructor(
    known: Known,
    account: ProbeIdentity | undefined,
    facts: ProcInfo | undefined,
    reader: Reader,
  ) {
    this.known = known;
    this.account = account;
    this.facts = facts;
    this.#reader = reader;
  }

  /** The same as before, as long as nothing has changed. */
  readonly read = (): Process => {
    const { known, facts } = this;
    const account = this.account ?? this.#reader.account(known);
    const cgroup = this.#reader.cgroup(known) ?? facts?.cgroup;
    const user = this.#reader.user(known);
    // Of both, parts may come one by one.
    const [told, found] = [account?.parts, facts?.read];
    const last = this.#last;
    if (
      last !== undefined &&
      last.told === told &&
      last.found === found &&
      last.traits.fromProbe === account &&
      last.traits.cgroup === cgroup &&
      last.traits.user === user
    ) {
      return last.process;
    }
    const traits = { known, fromProbe: account, fromProc: facts, cgroup, user };
    const process = this.#reader.describe(traits);
    this.#last = { traits, told, found, process };
    return process;
  };
}

/** The processes of the last signals: what is told of one many times is made up, and held, once. */
export class ProcessCache {
  readonly #reader: Reader;
  /** Newest first. */
  readonly #last: CachedProcess[] = [];

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** What reads the process. */
  of(known: Known, account: ProbeIdentity | undefined, facts: ProcInfo | undefined): () => Process {
    for (const portrait of this.#last) {
      const same = portrait.account === account && portrait.facts === facts;
      if (same && isSame(portrait.known, known)) return portrait.read;
    }
    const portrait = new CachedProcess(known, account, facts, this.#reader);
    this.#last.unshift(portrait);
    this.#last.length = Math.min(this.#last.length, KEPT);
    return portrait.read;
  }
}
