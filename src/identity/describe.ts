import type { Process } from '../records/records.js';
import { placeOf } from '../host/cgroup.js';
import { type CommandLine, shellLine } from '../host/command-line.js';
import type { Facts } from '../host/proc-lookup.js';
import type { Account } from './probe-identities.js';

/** Nobody is logged in: ((uid_t)-1). */
const NO_LOGIN = 0xffffffff;

/** What the kernel said of a process with its signal. */
export interface Known {
  readonly pid: number;
  readonly tid: number;
  readonly comm: string;
  readonly uid: number;
  readonly gid: number;
  readonly cgroupId: string;
  readonly parent?: number;
  readonly inner?: number;
  readonly started?: bigint;
  /** Where the arguments of its program begin. */
  readonly image?: number;
}

/** All that a process is described by. */
export interface Traits {
  readonly known: Known;
  readonly account: Account | undefined;
  readonly facts: Facts | undefined;
  readonly cgroup: string | undefined;
  readonly user: string | undefined;
}

/** A process as a record tells of it; what is not known is left out. */
export function describe(
  { known, account, facts, cgroup, user }: Traits,
  commandLines: boolean,
): Process {
  const told = account?.process;
  const parent = known.parent ?? told?.parent;
  const inner = known.inner ?? told?.inner ?? 0;
  const started = known.started ?? told?.started;
  const line = commandLines ? better(account?.commandLine, facts?.commandLine) : undefined;
  const loginuid = told?.loginuid ?? facts?.loginuid;
  return {
    pid: known.pid,
    tid: known.tid,
    comm: known.comm,
    uid: known.uid,
    gid: known.gid,
    ...optional('ppid', parent),
    ...optional('exe', facts?.exe),
    ...(line === undefined ? {} : lineOf(line)),
    ...optional('user', user),
    ...(loginuid === undefined || loginuid < 0 || loginuid === NO_LOGIN ? {} : { loginuid }),
    ...(started === undefined ? {} : { start_time: String(started) }),
    ...optional('cgroup', cgroup),
    cgroup_id: known.cgroupId,
    ...(cgroup === undefined ? {} : placeOf(cgroup)),
    ...(inner === 0 ? {} : { nspid: inner }),
  };
}

/** Whether the kernel said the same of both. */
export function isSame(a: Known, b: Known): boolean {
  return (
    a.pid === b.pid &&
    a.tid === b.tid &&
    a.comm === b.comm &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.cgroupId === b.cgroupId &&
    a.parent === b.parent &&
    a.inner === b.inner &&
    a.started === b.started &&
    a.image === b.image
  );
}

/** What the process told itself is of the moment; but /proc has more of a long one. */
export function better(
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

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
