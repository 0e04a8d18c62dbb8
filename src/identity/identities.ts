import type { HostCgroups } from '../host/cgroup-mount.js';
import { CgroupPaths } from '../host/cgroup-paths.js';
import { PendingLookups } from '../host/pending-lookups.js';
import { type ProcInfo, ProcLookup, type RunningProgram } from '../host/proc-lookup.js';
import { procStatSince } from '../host/proc-stat.js';
import { UserNames } from '../host/users.js';
import type { Process } from '../records/records.js';
import {
  type Attempt,
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
import { askedProcess } from './asked-process.js';
import { describe, type Known } from './describe.js';
import { Described, type Description, WithAncestors } from './description.js';
import { ProbeIdentities, type ProbeIdentity } from './probe-identities.js';
import { ProcessCache } from './process-cache.js';

/** The options that say what is looked up and told. */
export interface IdentityOptions {
  readonly commandLines: boolean;
  /** Ancestors, up to pid 1. */
  readonly ancestors: boolean;
  /** /proc shows processes by the pids that the probe tells. */
  readonly proc: boolean;
  readonly cgroups: HostCgroups;
  /** How long a event waits for look-ups, ms. */
  readonly patienceMs?: number;
}

/** A look-up takes a few ms, on a busy host some hundred; after this a event does without it. */
const PATIENCE_MS = 500;

/**
 * Knows who the processes are that send and get signals: from what the probe told while they ran, and
 * from /proc where they still live. It holds what is known at the time of the signal; the description
 * is made when somebody reads it.
 */
export class Identities {
  readonly #options: IdentityOptions;
  readonly #lookups = new PendingLookups();
  /** Processes that have yet to tell of themselves. */
  readonly #awaited = new PendingLookups();
  readonly #told: ProbeIdentities;
  readonly #proc: ProcLookup;
  readonly #chains: AncestorChains;
  readonly #cgroups: CgroupPaths;
  readonly #users: UserNames;
  readonly #cache: ProcessCache;

  /** @param now ms */
  constructor(options: IdentityOptions, now: () => number) {
    this.#options = options;
    this.#told = new ProbeIdentities();
    this.#proc = new ProcLookup(now, this.#lookups);
    this.#chains = new AncestorChains(now, this.#lookups, options.commandLines);
    this.#cgroups = new CgroupPaths(now, this.#lookups, options.cgroups);
    this.#users = new UserNames(now);
    this.#cache = new ProcessCache({
      identity: (known) => this.#identityOf(known),
      cgroup: ({ cgroupId }) => this.#cgroups.get(cgroupId),
      user: ({ uid }) => this.#users.get(uid),
      describe: (parts) => describe(parts, options.commandLines),
    });
  }

  /** Grows whenever something becomes known: until then, the same signal has the same ends. */
  get version(): number {
    return this.#told.version + this.#proc.version + this.#chains.version;
  }

  /** How many look-ups were not done in time. */
  get skipped(): number {
    return this.#proc.skipped + this.#lookups.missed + this.#awaited.missed;
  }

  /** Whether events have come that refer to processes that have yet to tell of themselves. */
  get expects(): boolean {
    return this.#awaited.any;
  }

  /** Waits for pending look-ups, for a limited time; undefined where none is pending. */
  settled(): Promise<unknown> | undefined {
    const [told, found] = [this.#awaited, this.#lookups].map((some) =>
      some.settled(this.#options.patienceMs ?? PATIENCE_MS),
    );
    return told === undefined || found === undefined ? (told ?? found) : Promise.all([told, found]);
  }

  /** Starts look-ups as events come in, long before their turn: a process may be gone soon. */
  prefetch(events: readonly SourceEvent[]): void {
    for (const event of events) {
      switch (event.kind) {
        case 'process':
          this.#told.add(event);
          if (this.#options.proc) this.#proc.prefetch(event);
          this.#cgroups.get(event.cgroupId);
          break;
        case 'ancestor':
        case 'arguments':
          this.#told.add(event);
          break;
        case 'signal':
          this.#prefetchTarget(event.facts);
          this.#cgroups.get(event.facts.cgroupId);
          this.#cgroups.get(event.facts.targetCgroupId);
          break;
      }
    }
    for (const event of events) {
      if (!namesProcess(event)) continue;
      const completed = this.#told.completed(processKeyOf(event));
      if (completed !== undefined) this.#awaited.add(completed);
    }
    if (!this.#options.ancestors || !this.#options.proc) return;
    for (const event of events) {
      if (event.kind === 'process') {
        this.#chains.prefetch(event, this.#told.get(event.processKey)?.ancestors ?? []);
      } else if (event.kind === 'ancestor') {
        const identity = this.#told.get(event.processKey);
        if (identity?.process !== undefined) {
          this.#chains.prefetch(identity.process, identity.ancestors);
        }
      } else if (event.kind === 'signal' && event.facts.targetStartTimeNs > 0n) {
        const { targetPid: pid, targetStartTimeNs: startTimeNs } = event.facts;
        this.#chains.prefetch({ pid, startTimeNs }, []);
      }
    }
  }

  #prefetchTarget(facts: SignalFacts): void {
    if (this.#options.proc && facts.targetStartTimeNs > 0n) this.#proc.prefetch(programOf(facts));
  }

  /** Describes the process on the processor. */
  current(current: Current): Description {
    const identity = this.#told.get(current.processKey);
    const info = this.#procInfoOf(identity);
    const process = this.#cache.of(knownCurrent(current), identity, info);
    if (!this.#options.ancestors || identity?.process === undefined) return process;
    return this.#withAncestors(process, identity.process, () => identity);
  }

  target(signal: SignalFacts): Description {
    const { targetPid: pid, targetTid: tid, targetComm: comm, targetUid: uid } = signal;
    if (pid === 0) return new Described({ tid, comm });
    if (signal.targetStartTimeNs === 0n) return new Described({ pid, tid, comm, uid });
    const info = this.#proc.get(programOf(signal));
    const known = knownTarget(signal);
    // A target may tell of itself only when it takes the signal.
    const process = this.#cache.of(known, undefined, info);
    if (!this.#options.ancestors) return process;
    const self = { pid, startTimeNs: signal.targetStartTimeNs };
    return this.#withAncestors(process, self, () => this.#identityOf(known));
  }

  /** Returns the process that a failed call was for, as far as that is sure. */
  asked(attempt: Attempt): Process | undefined {
    const { proc, commandLines } = this.#options;
    // A caller in a pid namespace of its own means other processes by the same numbers.
    const inner = this.#told.get(attempt.processKey)?.process?.nsPid ?? 0;
    return proc && inner === 0 ? askedProcess(attempt, commandLines) : undefined;
  }

  /** Whether the process that had this pid at a kernel time is proven to live still. */
  livesOn(pid: number, ktime: bigint): boolean {
    const stat = this.#options.proc ? procStatSince(pid, ktime) : undefined;
    return stat !== undefined && !/[ZX]/.test(stat.state);
  }

  /** Describes the process of a delivery or an exit as it told of itself; tid is its leader's. */
  own(note: Delivery | Exit): Description | undefined {
    const identity = this.#told.get(note.processKey);
    const told = identity?.process;
    if (told?.pid !== note.pid) return undefined;
    const { pid, comm, uid, gid, cgroupId } = told;
    const known = { pid, tid: pid, comm, uid, gid, cgroupId };
    return this.#cache.of(known, identity, this.#procInfoOf(identity));
  }

  /** When the process of a delivery or an exit started, ns since boot. */
  startTimeOf(note: Delivery | Exit): bigint | undefined {
    return this.#told.get(note.processKey)?.process?.startTimeNs;
  }

  /** Returns what a target told of itself while it ran the same program. */
  #identityOf({ pid, startTimeNs, argStart, comm }: Known): ProbeIdentity | undefined {
    if (startTimeNs === undefined || argStart === undefined) return undefined;
    let identity = this.#told.of(pid, startTimeNs);
    if (argStart !== 0 && identity?.process?.argStart === 0) identity = identity.before ?? identity;
    const told = identity?.process;
    // A process without memory runs no other program, but one may have run before.
    const ended = argStart === 0 || (told?.argStart ?? 0) === 0;
    return argStart === (told?.argStart ?? 0) || (ended && comm === told?.comm)
      ? identity
      : undefined;
  }

  #procInfoOf(identity: ProbeIdentity | undefined): ProcInfo | undefined {
    const told = identity?.process;
    return told === undefined ? undefined : this.#proc.get(told);
  }

  #withAncestors(
    process: Description,
    self: { readonly pid: number; readonly startTimeNs: bigint },
    identity: () => ProbeIdentity | undefined,
  ): Description {
    // A process that was not looked up has what the probe told.
    const chain = this.#chains.get(self) ?? new AncestorChain();
    return new WithAncestors(process, () => chain.read(identity()?.ancestors ?? []));
  }
}

function namesProcess(event: SourceEvent): event is Seen {
  return (PROBES as readonly string[]).includes(event.kind);
}

function processKeyOf(event: Seen): string {
  return event.kind === 'signal' ? event.facts.processKey : event.processKey;
}

function knownCurrent(current: Current): Known {
  const { currentPid: pid, currentTid: tid, currentComm: comm, uid, gid, cgroupId } = current;
  return { pid, tid, comm, uid, gid, cgroupId };
}

function knownTarget(signal: SignalFacts): Known {
  // A living process without arguments is in an exec: what it told before is about another program.
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

function programOf({ targetPid, targetStartTimeNs, targetArgStart }: SignalFacts): RunningProgram {
  return { pid: targetPid, startTimeNs: targetStartTimeNs, argStart: targetArgStart };
}
