import { existsSync } from 'node:fs';

import { SignalsTraceError } from '../errors.js';
import { type Host, readHost } from '../host/host.js';
import { read } from '../host/read.js';
import type { DoctorCheck } from './check.js';
import {
  cgroupsCheck,
  containerCheck,
  memlockCheck,
  pidNamespaceCheck,
  processesCheck,
  seccompCheck,
  symbolsCheck,
} from './confinement-checks.js';
import { ADD_BTF, ADD_TRACEFS, isContainer, mendRights, missingToLoad } from './container.js';
import { atLeast, type Bpftrace, findBpftrace } from './find.js';
import { askSudo } from './sudo.js';
import { trialCheck } from './trial.js';

const DEBUG_TRACING = '/sys/kernel/debug/tracing';
const NO_STAND_IN =
  'nothing stands in: the raw tracepoint takes BTF and bpftrace 0.18 to 0.24, fentry and kprobe take BTF, kprobes and bpftrace 0.12 to 0.24';
const FIELDS = ['sig', 'errno', 'code', 'comm', 'pid', 'group', 'result'];
const SNAP = /^(?:\/var\/lib\/snapd)?\/snap\//;
/** As bpftrace's own guide has it. */
const FREE_SNAP =
  'apt-get install bpftrace, or: snap install --devmode bpftrace && snap connect bpftrace:system-trace';

/** Looks at every precondition, and where all hold tries bpftrace. */
export async function examine(wanted?: string): Promise<DoctorCheck[]> {
  if (process.platform !== 'linux') {
    return [
      {
        name: 'system',
        status: 'fail',
        found: process.platform,
        why: 'signals-trace reads the Linux kernel',
        fix: 'run it on the Linux host, or in the virtual machine, whose signals you are after',
      },
    ];
  }
  const host = readHost();
  const bpftrace = await findBpftrace(wanted).catch((error: unknown) => {
    if (error instanceof SignalsTraceError) return error;
    throw error;
  });
  const checks: DoctorCheck[] = [
    { name: 'system', status: 'pass', found: `Linux ${host.kernel}`, why: 'its signals are read' },
    bpftraceCheck(bpftrace),
    await permissionCheck(host, bpftrace),
    await seccompCheck(host, bpftrace),
    tracefsCheck(host, bpftrace),
    fieldsCheck(host),
    btfCheck(host, bpftrace),
    kprobesCheck(host),
    symbolsCheck(host),
    processesCheck(host),
    lockdownCheck(host),
    memlockCheck(host),
    containerCheck(host),
    pidNamespaceCheck(host),
    cgroupsCheck(host),
  ];
  if (bpftrace instanceof SignalsTraceError) return checks;
  return [...checks, await trialCheck(host, bpftrace, checks)];
}

function bpftraceCheck(bpftrace: Bpftrace | SignalsTraceError): DoctorCheck {
  const base = { name: 'bpftrace', why: 'it runs the probe in the kernel' };
  if (bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'fail', found: bpftrace.message, fix: bpftrace.hint };
  }
  const found = `${bpftrace.version} at ${bpftrace.path}`;
  return SNAP.test(bpftrace.path)
    ? { ...base, status: 'warn', found: `${found}, confined as snaps are`, fix: FREE_SNAP }
    : { ...base, status: 'pass', found };
}

async function permissionCheck(
  host: Host,
  bpftrace: Bpftrace | SignalsTraceError,
): Promise<DoctorCheck> {
  const base = { name: 'permission', why: 'loading a program into the kernel takes root' };
  const { root, mayLoadPrograms, initialUserNamespace } = host;
  if (root && mayLoadPrograms) return { ...base, status: 'pass', found: 'root' };
  if (root) {
    const missing = missingToLoad(host).map((name) => `CAP_${name}`);
    return {
      ...base,
      status: 'fail',
      found: initialUserNamespace
        ? `root, but without ${missing.join(' and ')}`
        : 'root of a user namespace alone, as in a rootless container',
      fix: mendRights(host),
    };
  }
  const takesOthers = !(bpftrace instanceof SignalsTraceError) && atLeast(bpftrace, 25);
  if (mayLoadPrograms && takesOthers) {
    return { ...base, status: 'pass', found: 'CAP_BPF and CAP_PERFMON' };
  }
  const answer = await askSudo();
  switch (answer.runs) {
    case 'now':
      return { ...base, status: 'pass', found: 'not root; sudo is used for bpftrace alone' };
    case 'with a password':
      return { ...base, status: 'warn', found: 'not root; sudo may ask for a password' };
    case 'never':
      return {
        ...base,
        status: 'fail',
        found: `not root, and sudo does not help: ${answer.why}`,
        fix: isContainer(host)
          ? mendRights(host)
          : 'run it as root, or in a terminal as a user whom sudo lets do everything',
      };
  }
}

function tracefsCheck(host: Host, bpftrace: Bpftrace | SignalsTraceError): DoctorCheck {
  const { tracing, root } = host;
  const base = { name: 'tracefs', why: 'the signal tracepoints are found there' };
  const elsewhere = tracing !== undefined && tracing !== DEBUG_TRACING;
  if (elsewhere && !(bpftrace instanceof SignalsTraceError) && !atLeast(bpftrace, 17)) {
    if (!existsSync(`${DEBUG_TRACING}/events/signal/signal_generate`)) {
      return {
        ...base,
        status: 'fail',
        found: `${tracing}, but bpftrace before 0.17 looks in ${DEBUG_TRACING} alone`,
        fix: 'mount -t debugfs debugfs /sys/kernel/debug',
      };
    }
  }
  if (tracing !== undefined) return { ...base, status: 'pass', found: tracing };
  if (!root && mounted('tracefs')) {
    return { ...base, status: 'pass', found: 'mounted; only root may look inside' };
  }
  const standIn = standInFor(host, bpftrace);
  return {
    ...base,
    status: standIn === undefined ? 'fail' : 'warn',
    found: `events/signal/signal_generate is not to be seen, and ${standIn ?? NO_STAND_IN}`,
    fix: isContainer(host) ? ADD_TRACEFS : 'mount -t tracefs tracefs /sys/kernel/tracing',
  };
}

/** By what signals may be seen without tracefs. */
function standInFor(host: Host, bpftrace: Bpftrace | SignalsTraceError): string | undefined {
  if (bpftrace instanceof SignalsTraceError || !host.btf) return undefined;
  // From 0.25 on it reads the list of tracepoints first, whatever the probe.
  if (atLeast(bpftrace, 25)) return undefined;
  if (atLeast(bpftrace, 18)) {
    return 'the raw tracepoint may stand in, which does not tell what becomes of signals';
  }
  return mayProbeFunctions(host) && atLeast(bpftrace, 12)
    ? 'fentry or kprobe may stand in, which see no more than the signals that are delivered'
    : undefined;
}

/** Whether it is likely: only a trial tells for certain. */
function mayProbeFunctions({ kprobes, lockdown }: Host): boolean {
  return kprobes && (lockdown === undefined || lockdown === 'none');
}

function fieldsCheck({ tracing, root }: Host): DoctorCheck {
  const base = { name: 'tracepoint', why: 'each event is made of its fields' };
  const format =
    tracing === undefined ? undefined : read(`${tracing}/events/signal/signal_generate/format`);
  if (format === undefined) {
    return {
      ...base,
      status: 'warn',
      found: 'its format could not be read',
      ...(root ? {} : { fix: 'sudo signals-trace doctor' }),
    };
  }
  const missing = FIELDS.filter((field) => !new RegExp(`\\b${field}(?:\\[\\d+\\])?;`).test(format));
  return missing.length === 0
    ? { ...base, status: 'pass', found: `signal:signal_generate has ${FIELDS.join(', ')}` }
    : {
        ...base,
        status: 'fail',
        found: `no field ${missing.join(', ')}`,
        fix: 'use a newer kernel',
      };
}

function btfCheck(host: Host, bpftrace: Bpftrace | SignalsTraceError): DoctorCheck {
  const { btf, kernel } = host;
  const base = { name: 'BTF', why: "the target's process and user are read by the kernel's types" };
  const known = bpftrace instanceof SignalsTraceError ? undefined : bpftrace;
  const tooOld = known !== undefined && !atLeast(known, 12);
  if (btf && !tooOld) return { ...base, status: 'pass', found: '/sys/kernel/btf/vmlinux' };
  if (btf) {
    return {
      ...base,
      status: 'warn',
      found: 'this bpftrace is too old to read it',
      fix: 'use bpftrace 0.12 or newer',
    };
  }
  return {
    ...base,
    status: known !== undefined && needsBtf(known, kernel) ? 'fail' : 'warn',
    found: 'no /sys/kernel/btf/vmlinux',
    fix: isContainer(host) ? ADD_BTF : 'use a kernel built with CONFIG_DEBUG_INFO_BTF',
  };
}

function kprobesCheck({ kprobes, tracing }: Host): DoctorCheck {
  const base = { name: 'kprobes', why: 'they stand in where there is no tracepoint' };
  const known = kprobes || (tracing !== undefined && existsSync(`${tracing}/kprobe_events`));
  const found = known ? 'available' : 'none here; the tracepoint does without';
  return { ...base, status: 'pass', found };
}

function lockdownCheck({ lockdown }: Host): DoctorCheck {
  const base = { name: 'lockdown', why: 'confidentiality forbids programs to read kernel memory' };
  if (lockdown !== 'confidentiality') {
    return { ...base, status: 'pass', found: lockdown ?? 'none, or not to be read' };
  }
  return { ...base, status: 'fail', found: lockdown, fix: 'boot with lockdown=integrity' };
}

/** From 0.25 on bpftrace knows a tracepoint's fields from there alone; 0.23, at the latest, from headers too. */
function needsBtf(bpftrace: Bpftrace, kernel: string): boolean {
  const headers = ['/usr/include/linux/types.h', `/lib/modules/${kernel}/build`];
  return (
    atLeast(bpftrace, 25) || (atLeast(bpftrace, 23) && !headers.some((path) => existsSync(path)))
  );
}

function mounted(type: string): boolean {
  return (read('/proc/self/mounts') ?? '').split('\n').some((line) => line.split(' ')[2] === type);
}
