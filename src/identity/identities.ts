import type { Ancestor, Process } from '../schema/records.js';
import type {
  Current,
  Delivery,
  Exit,
  KernelSignal,
  SourceRecord,
} from '../stream/source-record.js';
import { type Place, placeOf } from './cgroup.js';
import { CgroupPaths } from './cgroup-paths.js';
import { type CommandLine, shellLine } from './command-line.js';
import { FactFinder,type Facts } from './facts.js';
import { type Lineage, Lineages } from './lineages.js';
import { type Account, Accounts } from './told.js';
import { UserNames } from './users.js';

/** What it is made of: nothing that is left out is looked up or told. */
export interface IdentityOptions {
  readonly commandLines: boolean;
  /** Ancestors of senders, up to pid 1. */
  readonly ancestors: boolean;
}

/** Nobody is logged in: ((uid_t)-1). */
const NO_LOGIN = 0xffffffff;

/**
 * Who the processes are that signals come from and go to: from what the probe told of them while they
 * ran, and from /proc where they still live. What a process is at the time of its signal is held on to
 * then; how it reads is made up when somebody reads it.
 */
export class Identities {
  readonly #options: IdentityOptions;
  readonly #accounts: Accounts;
  readonly #facts: FactFinder;
  readonly #lineages: Lineages;
  readonly #paths: CgroupPaths;
  readonly #users: UserNames;

  /** @param now ms */
  constructor(options: IdentityOptions, now: () => number) {
    this.#options = options;
    this.#accounts = new Accounts(now);
    this.#facts = new FactFinder(now);
    this.#lineages = new Lineages(now);
    this.#paths = new CgroupPaths(now);
    this.#users = new UserNames(now);
  }

  /** How many look-ups there was no time for. */
  get skipped(): number {
    return this.#facts.skipped;
  }

  /** As records come in, long before their turn: a process may be gone soon. */
  meet(records: readonly SourceRecord[]): void {
    for (const record of records) {
      switch (record.kind) {
        case 'process':
          this.#accounts.hear(record);
          this.#facts.want(record.pid, record.started);
          this.#paths.get(record.cgroupId);
          break;
        case 'ancestor':
        case 'arguments':
          this.#accounts.hear(record);
          break;
        case 'signal':
          if (record.targetStarted > 0n) this.#facts.want(record.targetPid, record.targetStarted);
          this.#paths.get(record.targetCgroupId);
          break;
      }
    }
    if (!this.#options.ancestors) return;
    for (const record of records) {
      if (record.kind !== 'process') continue;
      const account = this.#accounts.get(record.who);
      if (account !== undefined) this.#lineages.want(record.who, account.ancestors);
    }
  }

  /** The process on the processor. */
  current(current: Current): () => Process {
    const account = this.#accounts.get(current.who);
    const { currentPid: pid, currentTid: tid, currentComm: comm, uid, gid, cgroupId } = current;
    const facts = this.#factsOf(account);
    const lineage = this.#options.ancestors ? this.#lineages.get(current.who) : undefined;
    return () => ({
      ...this.#process({ pid, tid, comm, uid, gid, cgroupId }, account, facts),
      ...ancestorsOf(account, lineage),
    });
  }

  target(signal: KernelSignal): () => Process {
    const { targetPid: pid, targetTid: tid, targetComm: comm, targetStarted: started } = signal;
    if (pid === 0) return () => ({ tid, comm });
    const { targetUid: uid, targetGid, targetParent, targetInner, targetCgroupId } = signal;
    if (started === 0n) return () => ({ pid, tid, comm, uid });
    const facts = this.#facts.get(pid, started);
    const known = {
      pid,
      tid,
      comm,
      uid,
      gid: targetGid,
      cgroupId: targetCgroupId,
      parent: targetParent,
      inner: targetInner,
      started,
    };
    // It may tell of itself only when it takes the signal.
    return () => this.#process(known, this.#accounts.of(pid, started), facts);
  }

  /** The process that a delivery or an exit is of, as it told of itself; tid is that of its leader. */
  own(note: Delivery | Exit): (() => Process) | undefined {
    const account = this.#accounts.get(note.who);
    const told = account?.process;
    if (told?.pid !== note.pid) return undefined;
    const facts = this.#factsOf(account);
    const known = { ...told, tid: told.pid };
    return () => this.#process(known, account, facts);
  }

  /** Of the process that tells of itself, when it started. */
  startedOf(note: Delivery | Exit): bigint | undefined {
    return this.#accounts.get(note.who)?.process?.started;
  }

  /** Arguments of the process on the processor, as far as it told of them, or /proc did. */
  commandOfCurrent({ who }: Current): readonly string[] | undefined {
    const account = this.#accounts.get(who);
    return better(account?.commandLine, this.#factsOf(account)?.commandLine)?.args;
  }

  commandOfTarget({ targetPid: pid, targetStarted: started }: KernelSignal) {
    const account = this.#accounts.of(pid, started);
    return better(account?.commandLine, this.#facts.get(pid, started)?.commandLine)?.args;
  }

  /** Where the process on the processor belongs; undefined where its cgroup is not known. */
  placeOfCurrent({ who, cgroupId }: Current): Place | undefined {
    const facts = this.#factsOf(this.#accounts.get(who));
    return placeAt(this.#paths.get(cgroupId) ?? facts?.cgroup);
  }

  placeOfTarget({ targetPid, targetStarted, targetCgroupId }: KernelSignal): Place | undefined {
    const facts = this.#facts.get(targetPid, targetStarted);
    return placeAt(this.#paths.get(targetCgroupId) ?? facts?.cgroup);
  }

  #factsOf(account: Account | undefined): Facts | undefined {
    const told = account?.process;
    return told === undefined ? undefined : this.#facts.get(told.pid, told.started);
  }

  #process(known: Known, account: Account | undefined, facts: Facts | undefined): Process {
    const told = account?.process;
    const parent = known.parent ?? told?.parent;
    const inner = known.inner ?? told?.inner ?? 0;
    const started = known.started ?? told?.started;
    const line = this.#options.commandLines
      ? better(account?.commandLine, facts?.commandLine)
      : undefined;
    const loginuid = told?.loginuid ?? facts?.loginuid;
    const cgroup = this.#paths.get(known.cgroupId) ?? facts?.cgroup;
    return {
      pid: known.pid,
      tid: known.tid,
      comm: known.comm,
      uid: known.uid,
      gid: known.gid,
      ...optional('ppid', parent),
      ...optional('exe', facts?.exe),
      ...(line === undefined ? {} : lineOf(line)),
      ...optional('user', this.#users.get(known.uid)),
      ...(loginuid === undefined || loginuid < 0 || loginuid === NO_LOGIN ? {} : { loginuid }),
      ...(started === undefined ? {} : { start_time: String(started) }),
      ...optional('cgroup', cgroup),
      cgroup_id: known.cgroupId,
      ...placeAt(cgroup),
      ...(inner === 0 ? {} : { nspid: inner }),
    };
  }
}

interface Known {
  readonly pid: number;
  readonly tid: number;
  readonly comm: string;
  readonly uid: number;
  readonly gid: number;
  readonly cgroupId: string;
  readonly parent?: number;
  readonly inner?: number;
  readonly started?: bigint;
}

/** What the process told itself is of the moment; but /proc has more of a long one. */
function better(
  told: CommandLine | undefined,
  read: CommandLine | undefined,
): CommandLine | undefined {
  if (told === undefined) return read;
  if (!told.truncated || read === undefined) return told;
  const same = told.args.slice(0, -1).every((arg, i) => arg === read.args[i]);
  return same ? read : told;
}

function lineOf({ args, truncated }: CommandLine): Partial<Process> {
  return {
    cmdline: [...args],
    ...(truncated ? { cmdline_truncated: true } : {}),
    cmd: shellLine(args),
  };
}

const PLACES = new Map<string, Place>();

function placeAt(cgroup: string | undefined): Place | undefined {
  if (cgroup === undefined) return undefined;
  let known = PLACES.get(cgroup);
  if (known === undefined) {
    if (PLACES.size > 4096) PLACES.clear();
    PLACES.set(cgroup, (known = placeOf(cgroup)));
  }
  return known;
}

function ancestorsOf(
  account: Account | undefined,
  lineage: Lineage | undefined,
): { ancestors?: Ancestor[] } {
  const told = account?.ancestors ?? [];
  if (lineage === undefined || told.length === 0) return {};
  return { ancestors: lineage.read(told) };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
