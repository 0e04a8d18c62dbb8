import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import os from 'node:os';

import { type HostCgroups, hostCgroups } from './cgroup-mount.js';
import { ownNamespace } from './namespaces.js';
import { read, readBytes } from './read.js';
import { readsPrograms } from './readable-programs.js';

const TRACING = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];
/** Those that matter here, by their numbers. */
const CAPABILITIES = {
  SYS_PTRACE: 19n,
  SYS_ADMIN: 21n,
  SYS_RESOURCE: 24n,
  SYSLOG: 34n,
  PERFMON: 38n,
  BPF: 39n,
};
/** The page size in the auxiliary vector, pairs of words that the kernel gives to each program. */
const AT_PAGESZ = 6n;
const USUAL_PAGE_BYTES = 4096;
/** AppArmor's own file, where the kernel has it, then that of whichever module comes first. */
const LABELS = ['/proc/self/attr/apparmor/current', '/proc/self/attr/current'];
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];

/** Facts about this host, read from files; nothing is run. */
export interface Host {
  readonly hostname: string;
  readonly kernel: string;
  /** A real-time one (PREEMPT_RT). */
  readonly realtime: boolean;
  readonly bootId: string | undefined;
  /** CPUs that the kernel could ever bring up. */
  readonly possibleCpus: number;
  readonly memoryBytes: number;
  readonly pageBytes: number;
  /** As Node names it. */
  readonly arch: string;
  /** Tasks have a loginuid (CONFIG_AUDIT). */
  readonly audit: boolean;
  readonly root: boolean;
  /** CAP_SYS_ADMIN, or CAP_BPF with CAP_PERFMON; those of another user namespace don't count. */
  readonly mayLoadPrograms: boolean;
  /** Of those that matter here the ones in effect, in this user namespace: `SYS_PTRACE` and so on. */
  readonly capabilities: readonly string[];
  /** How many bytes may be locked (RLIMIT_MEMLOCK), or `unlimited`; undefined where it can't be read. */
  readonly memlock: string | undefined;
  /** A filter decides which system calls are let through. */
  readonly seccomp: boolean;
  /** What AppArmor or SELinux takes this process for; undefined where neither is there. */
  readonly label: string | undefined;
  /** Which programs most others run can be read in /proc, which may take more than CAP_SYS_PTRACE. */
  readonly readsPrograms: boolean;
  /** Whoever runs bpftrace sees the addresses of the kernel's symbols, and so the names of its functions. */
  readonly symbols: boolean;
  /** By what it shows that this is a container; undefined where nothing says so. */
  readonly container: string | undefined;
  readonly btf: boolean;
  /** Inode of the pid namespace, where it is not the initial one. */
  readonly pidNamespace: number | undefined;
  readonly initialUserNamespace: boolean;
  readonly cgroups: HostCgroups;
  /** Where tracefs shows the signal tracepoints; undefined where it doesn't, or may not be read. */
  readonly tracing: string | undefined;
  /** The kernel has kprobes, whether tracefs is to be seen or not. */
  readonly kprobes: boolean;
  /** `none`, `integrity` or `confidentiality`; undefined where it can't be read. */
  readonly lockdown: string | undefined;
}

export function readHost(): Host {
  const root = process.geteuid?.() === 0;
  const initialUserNamespace = ownNamespace('user') === undefined;
  const status = read('/proc/self/status') ?? '';
  const capabilities = capabilitiesOf(status);
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

/** The highest of a list like `0-3,8-11`; where there is none, as many as Node sees. */
function lastCpu(list: string | undefined): number {
  const last = /(\d+)\s*$/.exec(list ?? '')?.[1];
  return last === undefined ? os.cpus().length - 1 : Number(last);
}

/** Only processors with little-endian words of 64 bits have pages that are larger than the usual. */
function pageBytes(): number {
  const vector = readBytes('/proc/self/auxv') ?? Buffer.alloc(0);
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (vector.readBigUInt64LE(at) === AT_PAGESZ) return Number(vector.readBigUInt64LE(at + 8));
  }
  return USUAL_PAGE_BYTES;
}

function capabilitiesOf(status: string): string[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  return Object.entries(CAPABILITIES).flatMap(([name, bit]) =>
    ((effective >> bit) & 1n) === 1n ? name : [],
  );
}

function mayLoadPrograms(capabilities: readonly string[]): boolean {
  const has = (name: string) => capabilities.includes(name);
  return has('SYS_ADMIN') || (has('BPF') && has('PERFMON'));
}

/** SELinux ends it with a NUL. */
function labelIn(file: string): string | undefined {
  return read(file)?.replace('\0', '').trim();
}

/** Even from root (kernel.kptr_restrict). */
export function hidesSymbols(): boolean {
  return read('/proc/sys/kernel/kptr_restrict')?.trim() === '2';
}

/** The first of them may be 0, as offsets into what each CPU has of its own. */
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

/** The beginning of a file that is made as it is read, which may be long. */
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
