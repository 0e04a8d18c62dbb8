import { existsSync, readFileSync } from 'node:fs';

import { SignalsTraceError } from '../errors.js';
import { atLeast, type Bpftrace, findBpftrace, onPath } from './find.js';
import { type Host, readHost } from './host.js';

/** One precondition of a trace. */
export interface Check {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was found. */
  readonly found: string;
  /** Why it matters. */
  readonly why: string;
  /** The command that mends it, where one does. */
  readonly mend?: string;
}

const FIELDS = ['sig', 'errno', 'code', 'comm', 'pid', 'group', 'result'];
/** Before 5.11 the memory of maps counts against RLIMIT_MEMLOCK. */
const MEMLOCK_UNTIL = [5, 11] as const;

/** Looks at every precondition; nothing is started but `bpftrace --version`. */
export async function examine(wanted?: string): Promise<Check[]> {
  if (process.platform !== 'linux') {
    return [
      {
        name: 'system',
        status: 'fail',
        found: process.platform,
        why: 'signals-trace reads the Linux kernel',
        mend: 'run it on the Linux host, or in the virtual machine, whose signals you are after',
      },
    ];
  }
  const host = readHost();
  const bpftrace = await findBpftrace(wanted).catch((error: unknown) => {
    if (error instanceof SignalsTraceError) return error;
    throw error;
  });
  return [
    { name: 'system', status: 'pass', found: `Linux ${host.kernel}`, why: 'its signals are read' },
    bpftraceCheck(bpftrace),
    permissionCheck(host),
    tracefsCheck(host),
    fieldsCheck(host),
    btfCheck(host, bpftrace),
    kprobesCheck(),
    lockdownCheck(host),
    memlockCheck(host),
    containerCheck(),
    pidNamespaceCheck(host),
  ];
}

function bpftraceCheck(bpftrace: Bpftrace | SignalsTraceError): Check {
  const base = { name: 'bpftrace', why: 'it runs the probe in the kernel' };
  return bpftrace instanceof SignalsTraceError
    ? { ...base, status: 'fail', found: bpftrace.message, mend: bpftrace.hint }
    : { ...base, status: 'pass', found: `${bpftrace.version} at ${bpftrace.path}` };
}

function permissionCheck({ root, mayLoadPrograms }: Host): Check {
  const base = { name: 'permission', why: 'loading a program into the kernel takes root' };
  if (root && mayLoadPrograms) return { ...base, status: 'pass', found: 'root' };
  if (root) {
    return {
      ...base,
      status: 'fail',
      found: 'root, but without CAP_SYS_ADMIN, and CAP_BPF with CAP_PERFMON',
      mend: 'start the container with --privileged, or --cap-add SYS_ADMIN',
    };
  }
  if (mayLoadPrograms) return { ...base, status: 'pass', found: 'CAP_BPF and CAP_PERFMON' };
  return onPath('sudo') !== undefined
    ? { ...base, status: 'pass', found: 'not root; sudo is used for bpftrace alone' }
    : { ...base, status: 'fail', found: 'neither root nor sudo', mend: 'run it as root' };
}

function tracefsCheck({ tracing, root }: Host): Check {
  const base = { name: 'tracefs', why: 'the signal tracepoints are found there' };
  if (tracing !== undefined) return { ...base, status: 'pass', found: tracing };
  if (!root && mounted('tracefs')) {
    return { ...base, status: 'pass', found: 'mounted; only root may look inside' };
  }
  return {
    ...base,
    status: 'fail',
    found: 'events/signal/signal_generate is not to be seen',
    mend: 'mount -t tracefs tracefs /sys/kernel/tracing (in a container: -v /sys/kernel/tracing:/sys/kernel/tracing)',
  };
}

function fieldsCheck({ tracing }: Host): Check {
  const base = { name: 'tracepoint', why: 'each event is made of its fields' };
  const format =
    tracing === undefined ? undefined : read(`${tracing}/events/signal/signal_generate/format`);
  if (format === undefined) {
    return { ...base, status: 'warn', found: 'its format could not be read' };
  }
  const missing = FIELDS.filter((field) => !new RegExp(`\\b${field}(?:\\[\\d+\\])?;`).test(format));
  return missing.length === 0
    ? { ...base, status: 'pass', found: `signal:signal_generate has ${FIELDS.join(', ')}` }
    : {
        ...base,
        status: 'fail',
        found: `no field ${missing.join(', ')}`,
        mend: 'use a newer kernel',
      };
}

function btfCheck({ btf }: Host, bpftrace: Bpftrace | SignalsTraceError): Check {
  const base = { name: 'BTF', why: "the target's process and user are read by the kernel's types" };
  const old = !(bpftrace instanceof SignalsTraceError) && !atLeast(bpftrace, 12);
  if (btf && !old) return { ...base, status: 'pass', found: '/sys/kernel/btf/vmlinux' };
  return {
    ...base,
    status: 'warn',
    found: btf ? 'this bpftrace is too old to read it' : 'no /sys/kernel/btf/vmlinux',
    mend: btf ? 'use bpftrace 0.12 or newer' : 'use a kernel built with CONFIG_DEBUG_INFO_BTF',
  };
}

function kprobesCheck(): Check {
  const found =
    existsSync('/sys/kernel/tracing/kprobe_events') || existsSync('/sys/kernel/debug/kprobes');
  return {
    name: 'kprobes',
    status: 'pass',
    found: found ? 'available' : 'not available',
    why: 'not needed: the probe is a tracepoint',
  };
}

function lockdownCheck({ lockdown }: Host): Check {
  const base = { name: 'lockdown', why: 'confidentiality forbids programs to read kernel memory' };
  if (lockdown !== 'confidentiality') {
    return { ...base, status: 'pass', found: lockdown ?? 'none, or not to be read' };
  }
  return { ...base, status: 'fail', found: lockdown, mend: 'boot with lockdown=integrity' };
}

function memlockCheck({ kernel, root }: Host): Check {
  const base = { name: 'memlock', why: 'before Linux 5.11 maps count against RLIMIT_MEMLOCK' };
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  const [m, n] = MEMLOCK_UNTIL;
  if (major > m || (major === m && minor >= n)) {
    return { ...base, status: 'pass', found: `does not matter on Linux ${kernel}` };
  }
  const limit = /^Max locked memory\s+(\S+)/m.exec(read('/proc/self/limits') ?? '')?.[1];
  return root || limit === 'unlimited'
    ? { ...base, status: 'pass', found: limit ?? 'not to be read' }
    : { ...base, status: 'warn', found: `${limit ?? '?'} bytes`, mend: 'ulimit -l unlimited' };
}

function containerCheck(): Check {
  const marks = ['/.dockerenv', '/run/.containerenv'].filter((file) => existsSync(file));
  return {
    name: 'container',
    status: 'pass',
    found: marks.length > 0 ? `yes (${marks.join(', ')})` : 'no sign of one',
    why: 'in a container the host has to lend rights, tracefs and its pids',
  };
}

function pidNamespaceCheck({ initialPidNamespace }: Host): Check {
  const base = { name: 'pid namespace', why: 'pids are those of the initial namespace' };
  return initialPidNamespace
    ? { ...base, status: 'pass', found: 'the initial one' }
    : {
        ...base,
        status: 'fail',
        found: 'one of its own',
        mend: 'start the container with --pid=host',
      };
}

function mounted(type: string): boolean {
  return (read('/proc/self/mounts') ?? '').split('\n').some((line) => line.split(' ')[2] === type);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
