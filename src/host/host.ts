import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import os from 'node:os';

import { type HostCgroups, hostCgroups } from './cgroup-mount.js';
import { ownNamespace } from './namespaces.js';
import { read, readBytes } from './read.js';
import { readsPrograms } from './readable-programs.js';

const TRACING = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];
/** The capabilities that matter here, by number. */
const CAPABILITIES = {
  SYS_PTRACE: 19n,
  SYS_ADMIN: 21n,
  SYS_RESOURCE: 24n,
  SYSLOG: 34n,
  PERFMON: 38n,
  BPF: 39n,
};
/** The page size's key in the auxiliary vector: pairs of words that the kernel gives each program. */
const AT_PAGESZ = 6n;
const USUAL_PAGE_BYTES = 4096;
/** AppArmor's own file, if the kernel has it, then the file of the first module. */
const LABELS = ['/proc/self/attr/apparmor/current', '/proc/self/attr/current'];
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];

/** Facts about this host, read from files; nothing is run. */
export interface Host {
  readonly hostname: string;
  readonly kernel: string;
  /** The kernel is a real-time one (PREEMPT_RT). */
  readonly realtime: boolean;
  readonly bootId: string | undefined;
  /** The number of CPUs that the kernel could ever bring up. */
  readonly possibleCpus: number;
  readonly memoryBytes: number;
  readonly pageBytes: number;
  /** Node's name of the architecture. */
  readonly arch: string;
  /** Tasks have a loginuid (CONFIG_AUDIT). */
  readonly audit: boolean;
  readonly root: boolean;
  /** CAP_SYS_ADMIN, or CAP_BPF with CAP_PERFMON, in the initial user namespace. */
  readonly mayLoadPrograms: boolean;
  /** The effective capabilities among those that matter here, in this user namespace: `SYS_PTRACE`, … */
  readonly capabilities: readonly string[];
  /** The bounding set: root has no others here, not even by sudo. */
  readonly obtainable: readonly string[];
  /** RLIMIT_MEMLOCK in bytes, or `unlimited`; undefined if unreadable. */
  readonly memlock: string | undefined;
  /** A seccomp filter is on. */
  readonly seccomp: boolean;
  /** This process's label of AppArmor or SELinux; undefined without both. */
  readonly label: string | undefined;
  /** /proc shows the programs of most other processes. This may take more than CAP_SYS_PTRACE. */
  readonly readsPrograms: boolean;
  /** bpftrace sees the addresses of the kernel's symbols, and so can name kernel functions. */
  readonly symbols: boolean;
  /** The marks that show that this is a container; undefined without any. */
  readonly container: string | undefined;
  readonly btf: boolean;
  /** The pid namespace's inode; undefined for the initial one. */
  readonly pidNamespace: number | undefined;
  readonly initialUserNamespace: boolean;
  readonly cgroups: HostCgroups;
  /** The tracefs folder that shows the signal tracepoints; undefined if invisible or unreadable. */
  readonly tracing: string | undefined;
  /** The kernel has kprobes; tracefs may be invisible all the same. */
  readonly kprobes: boolean;
  /** `none`, `integrity` or `confidentiality`; undefined if unreadable. */
  readonly lockdown: string | undefined;
}

export function readHost(): Host {
  const root = process.geteuid?.() === 0;
  const initialUserNamespace = ownNamespace('user') === undefined;
  const status = read('/proc/self/status') ?? '';
  const capabilities = capabilitiesOf('CapEff', status);
  return {
    hostname: os.hostname(),
    kernel: os.release(),
    realtime: os.version().split(' ').includes('PREEMPT_RT'),
    bootId: read('/proc/sys/kernel/random/boot_id')?.trim(),
    possibleCpus: lastCpu(read('/sys/devices/system/cpu/possible')) + 1,
    memoryBytes: os.totalmem(),
    pageBytes: pageBytes(),
    arch: process.arch,
    audit: readable('/proc/self/loginuid'),
    root,
    mayLoadPrograms: initialUserNamespace && mayLoadPrograms(capabilities),
    capabilities,
    obtainable: capabilitiesOf('CapBnd', status),
    memlock: /^Max locked memory\s+(\S+)/m.exec(read('/proc/self/limits') ?? '')?.[1],
    seccomp: /^Seccomp:\s*2$/m.test(status),
    label: LABELS.map(labelIn).find((label) => label !== undefined),
    readsPrograms: readsPrograms(),
    symbols: root ? showsSymbols() : !hidesSymbols(),
    container: containerMarks(),
    btf: readable('/sys/kernel/btf/vmlinux'),
    pidNamespace: ownNamespace('pid'),
    initialUserNamespace,
    cgroups: hostCgroups(),
    tracing: TRACING.find((path) => readable(`${path}/events/signal/signal_generate/format`)),
    kprobes: readable('/sys/bus/event_source/devices/kprobe'),
    lockdown: /\[(\w+)\]/.exec(read('/sys/kernel/security/lockdown') ?? '')?.[1],
  };
}

/** The highest number of a list like `0-3,8-11`. Without a list, Node's number of CPUs counts. */
function lastCpu(list: string | undefined): number {
  const last = /(\d+)\s*$/.exec(list ?? '')?.[1];
  return last === undefined ? os.cpus().length - 1 : Number(last);
}

/** Only processors with little-endian 64-bit words have pages of another size. */
function pageBytes(): number {
  const vector = readBytes('/proc/self/auxv') ?? Buffer.alloc(0);
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (vector.readBigUInt64LE(at) === AT_PAGESZ) return Number(vector.readBigUInt64LE(at + 8));
  }
  return USUAL_PAGE_BYTES;
}

function capabilitiesOf(set: 'CapEff' | 'CapBnd', status: string): string[] {
  const bits = BigInt(`0x${new RegExp(`^${set}:\\s*([0-9a-f]+)`, 'm').exec(status)?.[1] ?? '0'}`);
  return Object.entries(CAPABILITIES).flatMap(([name, bit]) =>
    ((bits >> bit) & 1n) === 1n ? name : [],
  );
}

export function mayLoadPrograms(capabilities: readonly string[]): boolean {
  const has = (name: string) => capabilities.includes(name);
  return has('SYS_ADMIN') || (has('BPF') && has('PERFMON'));
}

/** SELinux ends the label with a NUL. */
function labelIn(file: string): string | undefined {
  return read(file)?.replace('\0', '').trim();
}

/** Whether kernel.kptr_restrict hides the symbols even from root. */
export function hidesSymbols(): boolean {
  return read('/proc/sys/kernel/kptr_restrict')?.trim() === '2';
}

/** The first addresses may be 0: they are offsets into per-CPU data. */
function showsSymbols(): boolean {
  return /^0*[1-9a-f]/m.test(head('/proc/kallsyms'));
}

function containerMarks(): string | undefined {
  const marks = CONTAINER_MARKS.filter((file) => existsSync(file));
  if ('KUBERNETES_SERVICE_HOST' in process.env) marks.push('KUBERNETES_SERVICE_HOST');
  return marks.length > 0 ? marks.join(', ') : undefined;
}

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The beginning of a file that the kernel makes while it is read, and that may be long. */
function head(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(4096);
      return buffer.toString('utf8', 0, readSync(descriptor, buffer));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
