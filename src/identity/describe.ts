import { placeOf } from '../host/cgroup.js';
import type { CommandLine } from '../host/command-line.js';
import type { ProcInfo } from '../host/proc-lookup.js';
import { nameOf } from '../names/name.js';
import type { Process } from '../records/records.js';
import { shellLine } from '../shell-line.js';
import type { ProbeIdentity } from './probe-identities.js';

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
  readonly ppid?: number;
  readonly nsPid?: number;
  readonly startTimeNs?: bigint;
  /** Where the arguments of its program begin. */
  readonly argStart?: number;
}

/** All that a process is described by. */
export interface KnownOfProcess {
  readonly known: Known;
  readonly fromProbe: ProbeIdentity | undefined;
  readonly fromProc: ProcInfo | undefined;
  readonly cgroup: string | undefined;
  readonly user: string | undefined;
}

/** A process as a record tells of it; what is not known is left out. */
export function describe(
  { known, fromProbe, fromProc, cgroup, user }: KnownOfProcess,
  commandLines: boolean,
): Process {
  const told = fromProbe?.process;
  const parent = known.ppid ?? told?.parent;
  const inner = known.nsPid ?? told?.nsPid ?? 0;
  const started = known.startTimeNs ?? told?.startTimeNs;
  const line = commandLines ? better(fromProbe?.commandLine, fromProc?.commandLine) : undefined;
  const exe = fromProc?.exe;
  const name = nameOf({ comm: known.comm, exe, cmdline: line?.args });
  const loginuid = told?.loginuid ?? fromProc?.loginuid;
  return {
    pid: known.pid,
    tid: known.tid,
    comm: known.comm,
    ...optional('name', name),
    uid: known.uid,
    gid: known.gid,
    ...optional('ppid', parent),
    ...optional('exe', exe),
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
    a.ppid === b.ppid &&
    a.nsPid === b.nsPid &&
    a.startTimeNs === b.startTimeNs &&
    a.argStart === b.argStart
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
