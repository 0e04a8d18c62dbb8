import { LRUCache } from 'lru-cache';

import type { ProcInfo } from '../host/proc-lookup.js';
import type { Process } from '../records/records.js';
import { isSame, type Known, type KnownOfProcess } from './describe.js';
import type { ProbeIdentity } from './probe-identities.js';

/** More ends than signals go between at the same time; beyond, they are described anew. */
const MOST_KEPT = 1024;
/** A longer text is not kept: a process may have any command line. */
const LONGEST_TEXT = 8192;

/** Finds what may have changed since a signal came, when its process is described. */
export interface ProcessReader {
  identity(known: Known): ProbeIdentity | undefined;
  cgroup(known: Known): string | undefined;
  user(known: Known): string | undefined;
  describe(parts: KnownOfProcess): Process;
}

/** A description of a process, and what it was made of. */
interface Reading {
  readonly parts: KnownOfProcess;
  readonly told: number | undefined;
  readonly found: number | undefined;
  readonly process: Process;
  readonly json: string;
}

/** A process as it was at its signal. */
export class CachedProcess {
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

  read(): Process {
    return this.#read().process;
  }

  json(): string {
    return this.#read().json;
  }

  /** Describes it, anew where something has changed. */
  #read(): Reading {
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
      return last;
    }
    const parts = { known, fromProbe: identity, fromProc: info, cgroup, user };
    const process = this.#reader.describe(parts);
    const reading = { parts, told, found, process, json: JSON.stringify(process) };
    if (reading.json.length <= LONGEST_TEXT) this.#last = reading;
    return reading;
  }
}

/** Keeps the processes of the last signals, so that one that comes again is described once. */
export class ProcessCache {
  readonly #reader: ProcessReader;
  readonly #kept = new LRUCache<number, CachedProcess>({ max: MOST_KEPT });

  constructor(reader: ProcessReader) {
    this.#reader = reader;
  }

  of(known: Known, identity: ProbeIdentity | undefined, info: ProcInfo | undefined): CachedProcess {
    // A thread is known more exactly as a target than as the current one.
    const key = known.startTimeNs === undefined ? 2 * known.tid : 2 * known.tid + 1;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      const same = kept.identity === identity && kept.info === info;
      if (same && isSame(kept.known, known)) return kept;
    }
    const cached = new CachedProcess(known, identity, info, this.#reader);
    this.#kept.set(key, cached);
    return cached;
  }
}
