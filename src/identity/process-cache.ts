import type { ProcInfo } from '../host/proc-lookup.js';
import type { Process } from '../records/records.js';
import { isSame, type Known, type KnownOfProcess } from './describe.js';
import type { ProbeIdentity } from './probe-identities.js';

/** Signals come in runs between a few processes. */
const KEPT = 8;

/** Finds what may have changed since a signal came, when its process is described. */
export interface ProcessReader {
  identity(known: Known): ProbeIdentity | undefined;
  cgroup(known: Known): string | undefined;
  user(known: Known): string | undefined;
  describe(parts: KnownOfProcess): Process;
}

/** The last description of a process, and what it was made of. */
interface Reading {
  readonly parts: KnownOfProcess;
  readonly told: number | undefined;
  readonly found: number | undefined;
  readonly process: Process;
}

/** A process as it was at its signal. */
class CachedProcess {
  readonly known: Known;
  /** undefined where the process may tell of itself later. */
  readonly identity: ProbeIdentity | undefined;
  readonly info: ProcInfo | undefined;
  readonly #reader: ProcessReader;
  #last: Reading | undefined;

  constructor(
    known: Known,
    identity: ProbeIdentity | undefined,
    info: ProcInfo | undefined,
    reader: ProcessReader,
  ) {
    this.known = known;
    this.identity = identity;
    this.info = info;
    this.#reader = reader;
  }

  /** Describes it; returns the same object as long as nothing has changed. */
  readonly read = (): Process => {
    const { known, info } = this;
    const identity = this.identity ?? this.#reader.identity(known);
    const cgroup = this.#reader.cgroup(known) ?? info?.cgroup;
    const user = this.#reader.user(known);
    // Parts of both may come one by one.
    const [told, found] = [identity?.parts, info?.read];
    const last = this.#last;
    if (
      last !== undefined &&
      last.told === told &&
      last.found === found &&
      last.parts.fromProbe === identity &&
      last.parts.cgroup === cgroup &&
      last.parts.user === user
    ) {
      return last.process;
    }
    const parts = { known, fromProbe: identity, fromProc: info, cgroup, user };
    const process = this.#reader.describe(parts);
    this.#last = { parts, told, found, process };
    return process;
  };
}

/** Keeps the processes of the last signals, so that one that comes again is described once. */
export class ProcessCache {
  readonly #reader: ProcessReader;
  /** Newest first. */
  readonly #last: CachedProcess[] = [];

  constructor(reader: ProcessReader) {
    this.#reader = reader;
  }

  /** Returns the function that describes this process. */
  of(known: Known, identity: ProbeIdentity | undefined, info: ProcInfo | undefined): () => Process {
    for (const cached of this.#last) {
      const same = cached.identity === identity && cached.info === info;
      if (same && isSame(cached.known, known)) return cached.read;
    }
    const cached = new CachedProcess(known, identity, info, this.#reader);
    this.#last.unshift(cached);
    this.#last.length = Math.min(this.#last.length, KEPT);
    return cached.read;
  }
}
