import { type CgroupPlace, placeOf } from '../host/cgroup.js';
import type { HostCgroups } from '../host/cgroup-mount.js';
import { CgroupPaths } from '../host/cgroup-paths.js';
import { PendingLookups } from '../host/pending-lookups.js';
import { type ProcInfo, ProcLookup, type RunningProgram } from '../host/proc-lookup.js';
import { UserNames } from '../host/users.js';
import type { Process } from '../records/records.js';
import {
  type Current,
  type Delivery,
  type Exit,
  PROBES,
  type Seen,
  type SignalFacts,
  type SourceEvent,
  TARGET_STATE,
} from '../wire/events.js';
import { AncestorChain, AncestorChains } from './ancestor-chains.js';
import { better, describe, type Known } from './describe.js';
import { ProbeIdentities, type ProbeIdentity } from './probe-identities.js';
import { ProcessCache } from './process-cache.js';

/** What it is made of: nothing that is left out is looked up or told. */
export interface IdentityOptions {
  readonly commandLines: boolean;
  /** Ancestors, up to pid 1. */
  readonly ancestors: boolean;
  /** /proc shows the processes by the pids that the probe tells. */
  readonly proc: boolean;
  readonly cgroups: HostCgroups;
  /** How long a record waits for look-ups, ms. */
  readonly patienceMs?: number;
}

/** It takes a few ms, where a machine is busy some hundred; after this a record does without. */
const PATIENCE_MS = 500;

/**
 * Who the processes are that signals come from and go to: from what the probe told of them while they
 * ran, and from /proc where they still live. What a process is at the time of its signal is held on to
 * then; how it reads is made up when somebody reads it.
 */
export class Identities {
  readonly #options: IdentityOptions;
  readonly #underway = new PendingLookups();
  /** Those that have yet to tell of themselves. */
  readonly #coming = new PendingLookups();
  readonly #accounts: ProbeIdentities;
  readonly #facts: ProcLookup;
  readonly #lineages: AncestorChains;
  readonly #paths: CgroupPaths;
  readonly #users: UserNames;
  readonly #portraits: ProcessCache;

  /** @param now ms */
  constructor(options: IdentityOptions, now: () => number) {
    this.#options = options;
    this.#accounts = new ProbeIdentities(now);
    this.#facts = new ProcLookup(now, this.#underway);
    this.#lineages = new AncestorChains(now, this.#underway, options.commandLines);
    this.#paths = new CgroupPaths(now, this.#underway, options.cgroups);
    this.#users = new UserNames(now);
    this.#portraits = new ProcessCache({
      account: (known) => this.#accountOf(known),
      cgroup: ({ cgroupId }) => this.#paths.get(cgroupId),
      user: ({ uid }) => this.#users.get(uid),
      describe: (traits) => describe(traits, options.commandLines),
    });
  }

  /** How often something was not learned in time. */
  get skipped(): number {
    return this.#facts.skipped + this.#underway.missed + this.#coming.missed;
  }

  /** Whether records have come of processes that have yet to tell of themselves. */
  get expects(): boolean {
    return this.#coming.any;
  }

  /** Waits for what is still to be learned, but not for long; undefined where nothing is. */
  settled(): Promise<unknown> | undefined {
    const [told, found] = [this.#coming, this.#underway].map((some) =>
      some.settled(this.#options.patienceMs ?? PATIENCE_MS),
    );
    return told === undefined || found === undefined ? (told ?? found) : Promise.all([told, found]);
  }

  /** As records come in, long before their turn: a process may be gone soon. */
  prefetch(records: readonly SourceEvent[]): void {
    for (const record of records) {
      switch (record.kind) {
        case 'process':
          this.#accounts.add(record);
          if (this.#options.proc) this.#facts.prefetch(record);
          this.#paths.get(record.cgroupId);
          break;
        case 'ancestor':
        case 'arguments':
          this.#accounts.add(record);
          break;
        case 'signal':
          this.#prefetchTarget(record.facts);
          this.#paths.get(record.facts.cgroupId);
          this.#paths.get(record.facts.targetCgroupId);
          break;
      }
    }
    for (const record of records) {
      if (!speaksOfSomebody(record)) continue;
      const coming = this.#accounts.completed(processKeyOf(record));
      if (coming !== undefined) this.#coming.add(coming);
    }
    if (!this.#options.ancestors || !this.#options.proc) return;
    for (const record of records) {
      if (record.kind === 'process') {
        this.#lineages.prefetch(record, this.#accounts.get(record.processKey)?.ancestors ?? []);
      } else if (record.kind === 'ancestor') {
        const account = this.#accounts.get(record.processKey);
        if (account?.process !== undefined) {
          this.#lineages.prefetch(account.process, account.ancestors);
        }
      } else if (record.kind === 'signal' && record.facts.targetStartTimeNs > 0n) {
        const { targetPid: pid, targetStartTimeNs: startTimeNs } = record.facts;
        this.#lineages.prefetch({ pid, startTimeNs }, []);
      }
    }
  }

  #prefetchTarget(facts: SignalFacts): void {
    if (this.#options.proc && facts.targetStartTimeNs > 0n) this.#facts.prefetch(programOf(facts));
  }

  /** The process on the processor. */
  current(current: Current): () => Process {
    const account = this.#accounts.get(current.processKey);
    const facts = this.#factsOf(account);
    const process = this.#portraits.of(knownCurrent(current), account, facts);
    if (!this.#options.ancestors || account?.process === undefined) return process;
    return this.#withAncestors(process, account.process, () => account);
  }

  target(signal: SignalFacts): () => Process {
    const { targetPid: pid, targetTid: tid, targetComm: comm, targetUid: uid } = signal;
    if (pid === 0) return () => ({ tid, comm });
    if (signal.targetStartTimeNs === 0n) return () => ({ pid, tid, comm, uid });
    const facts = this.#facts.get(programOf(signal));
    const known = knownTarget(signal);
    // It may tell of itself only when it takes the signal.
    const process = this.#portraits.of(known, undefined, facts);
    if (!this.#options.ancestors) return process;
    const self = { pid, startTimeNs: signal.targetStartTimeNs };
    return this.#withAncestors(process, self, () => this.#accountOf(known));
  }

  /** The process that a delivery or an exit is of, as it told of itself; tid is that of its leader. */
  own(note: Delivery | Exit): (() => Process) | undefined {
    const account = this.#accounts.get(note.processKey);
    const told = account?.process;
    if (told?.pid !== note.pid) return undefined;
    const { pid, comm, uid, gid, cgroupId, parent, nsPid, startTimeNs } = told;
    const known = {
      pid,
      tid: pid,
      comm,
      uid,
      gid,
      cgroupId,
      parent,
      inner: nsPid,
      started: startTimeNs,
    };
    return this.#portraits.of(known, account, this.#factsOf(account));
  }

  /** Of the process that tells of itself, when it started. */
  startTimeOf(note: Delivery | Exit): bigint | undefined {
    return this.#accounts.get(note.processKey)?.process?.startTimeNs;
  }

  /** Arguments of the process on the processor, as far as it told of them, or /proc did. */
  commandLineOfCurrent({ processKey }: Current): readonly string[] | undefined {
    const account = this.#accounts.get(processKey);
    return better(account?.commandLine, this.#factsOf(account)?.commandLine)?.args;
  }

  commandLineOfTarget(signal: SignalFacts): readonly string[] | undefined {
    const facts = this.#facts.get(programOf(signal));
    return better(this.#accountOf(knownTarget(signal))?.commandLine, facts?.commandLine)?.args;
  }

  /** Where the process on the processor belongs; undefined where its cgroup is not known. */
  placeOfCurrent({ processKey, cgroupId }: Current): CgroupPlace | undefined {
    const facts = this.#factsOf(this.#accounts.get(processKey));
    return placeIn(this.#paths.get(cgroupId) ?? facts?.cgroup);
  }

  placeOfTarget(signal: SignalFacts): CgroupPlace | undefined {
    const facts = this.#facts.get(programOf(signal));
    return placeIn(this.#paths.get(signal.targetCgroupId) ?? facts?.cgroup);
  }

  /** Whether the process on the processor numbers pids in a namespace of its own. */
  inPidNamespace({ processKey }: Current): boolean {
    return (this.#accounts.get(processKey)?.process?.nsPid ?? 0) !== 0;
  }

  /** What a target told of itself as the program that it was. */
  #accountOf({ pid, startTimeNs, argStart, comm }: Known): ProbeIdentity | undefined {
    if (startTimeNs === undefined || argStart === undefined) return undefined;
    let account = this.#accounts.of(pid, startTimeNs);
    if (argStart !== 0 && account?.process?.argStart === 0) account = account.before ?? account;
    const told = account?.process;
    // What has no memory any more runs no other program, but one may have come before.
    const ended = argStart === 0 || (told?.argStart ?? 0) === 0;
    return argStart === (told?.argStart ?? 0) || (ended && comm === told?.comm)
      ? account
      : undefined;
  }

  #factsOf(account: ProbeIdentity | undefined): ProcInfo | undefined {
    const told = account?.process;
    return told === undefined ? undefined : this.#facts.get(told);
  }

  #withAncestors(
    process: () => Process,
    self: { readonly pid: number; readonly startTimeNs: bigint },
    account: () => ProbeIdentity | undefined,
  ): () => Process {
    // Of one that was not looked up, there is what was told.
    const lineage = this.#lineages.get(self) ?? new AncestorChain();
    return () => {
      const ancestors = lineage.read(account()?.ancestors ?? []);
      return ancestors.length === 0 ? process() : { ...process(), ancestors };
    };
  }
}

function speaksOfSomebody(record: SourceEvent): record is Seen {
  return (PROBES as readonly string[]).includes(record.kind);
}

function processKeyOf(event: Seen): string {
  return event.kind === 'signal' ? event.facts.processKey : event.processKey;
}

function knownCurrent(current: Current): Known {
  const { currentPid: pid, currentTid: tid, currentComm: comm, uid, gid, cgroupId } = current;
  return { pid, tid, comm, uid, gid, cgroupId };
}

function knownTarget(signal: SignalFacts): Known {
  // Who lives and has no arguments is in the middle of an exec: what it told before is of another program.
  const execs = signal.targetArgStart === 0 && (signal.targetState & TARGET_STATE.exiting) === 0;
  return {
    pid: signal.targetPid,
    tid: signal.targetTid,
    comm: signal.targetComm,
    uid: signal.targetUid,
    gid: signal.targetGid,
    cgroupId: signal.targetCgroupId,
    ppid: signal.targetParent,
    nsPid: signal.targetNsPid,
    startTimeNs: signal.targetStartTimeNs,
    ...(execs ? {} : { argStart: signal.targetArgStart }),
  };
}

function programOf({
  targetPid,
  targetStartTimeNs: targetStarted,
  targetArgStart,
}: SignalFacts): RunningProgram {
  return { pid: targetPid, startTimeNs: targetStarted, argStart: targetArgStart };
}

function placeIn(cgroup: string | undefined): CgroupPlace | undefined {
  return cgroup === undefined ? undefined : placeOf(cgroup);
}
