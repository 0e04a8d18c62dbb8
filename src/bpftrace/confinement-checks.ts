import { SignalsTraceError } from '../errors.js';
import { hidesSymbols, type Host } from '../host/host.js';
import { ask } from './ask.js';
import type { DoctorCheck } from './check.js';
import {
  ADD_HOST_CGROUPS,
  ADD_HOST_PIDS,
  countsLocked,
  isContainer,
  LIFT_MEMLOCK,
  LIFT_SECCOMP,
  locksTooLittle,
  mendReading,
} from './container.js';
import type { Bpftrace } from './find.js';

/** Of bpftrace --info: 0.17 and 0.23 name the tracepoint, 0.27 has the limit alone, 0.11 neither. */
const LOADS = /\btracepoint: yes\b|\bInstruction limit: [1-9]/;
const LOADS_NOT = /\btracepoint: no\b|\bInstruction limit: -1\b/;
/** A limit that is inherited: `ulimit` can't raise it without the capability either. */
const LIFT_SHELLS_MEMLOCK =
  'sudo prlimit --memlock=unlimited --pid $$ (for a systemd unit: LimitMEMLOCK=infinity)';

/** Which calls a filter lets through, shows only when they are made: bpftrace --info makes them. */
export async function seccompCheck(
  { seccomp, root, mayLoadPrograms }: Host,
  bpftrace: Bpftrace | SignalsTraceError,
): Promise<DoctorCheck> {
  const base = { name: 'seccomp', why: 'a filter of system calls may forbid bpf(2)' };
  if (!seccomp) return { ...base, status: 'pass', found: 'no filter' };
  if (!root || bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'pass', found: 'a filter, which was not tried' };
  }
  if (!mayLoadPrograms) {
    const found = 'a filter, which is not to be tried without the permission';
    return { ...base, status: 'warn', found, fix: LIFT_SECCOMP };
  }
  const { stdout, stderr, failure } = await ask(bpftrace.path, '--info');
  // It is on stderr up to 0.22.
  const info = `${stdout}\n${stderr}`;
  if (LOADS.test(info)) {
    return { ...base, status: 'pass', found: 'a filter that lets bpf(2) through' };
  }
  if (LOADS_NOT.test(info)) {
    return { ...base, status: 'fail', found: 'a filter that forbids bpf(2)', fix: LIFT_SECCOMP };
  }
  return {
    ...base,
    status: 'warn',
    found: `a filter; whether it forbids bpf(2), bpftrace --info did not tell${failure === undefined ? '' : `: ${failure}`}`,
    fix: failure === undefined ? LIFT_SECCOMP : `see what is wrong: ${bpftrace.path} --info`,
  };
}

/** Origins are told by the kernel's stack, whose addresses the table of its symbols names. */
export function symbolsCheck(host: Host): DoctorCheck {
  const base = { name: 'symbols', why: "some origins are known by the kernel's stack" };
  if (host.symbols) {
    const found = host.root ? '/proc/kallsyms' : 'only root may see them';
    return { ...base, status: 'pass', found };
  }
  return {
    ...base,
    status: 'warn',
    found: hidesSymbols() ? 'hidden by kernel.kptr_restrict' : 'hidden for want of CAP_SYSLOG',
    fix: mendSymbols(host),
  };
}

/** What has the kernel's symbols shown where they are hidden. */
export function mendSymbols(host: Host): string {
  if (hidesSymbols()) return 'sysctl kernel.kptr_restrict=1';
  return isContainer(host)
    ? 'start the container with --cap-add=SYSLOG'
    : 'run it as a root that has CAP_SYSLOG';
}

export function processesCheck(host: Host): DoctorCheck {
  const { root, capabilities, pidNamespace, readsPrograms, label } = host;
  const base = {
    name: 'processes',
    why: 'which program a process runs (exe, cmdline) is read from /proc',
  };
  if (pidNamespace !== undefined) return { ...base, status: 'pass', found: 'see pid namespace' };
  if (!root) return { ...base, status: 'pass', found: 'those of the same user' };
  if (!capabilities.includes('SYS_PTRACE')) {
    return {
      ...base,
      status: 'warn',
      found: 'other programs are not to be known for want of CAP_SYS_PTRACE',
      fix: 'start the container with --cap-add=SYS_PTRACE',
    };
  }
  if (readsPrograms) return { ...base, status: 'pass', found: 'may be read' };
  const by = label === undefined ? '' : `, as ${label}`;
  return {
    ...base,
    status: 'warn',
    found: `other programs may not be read in spite of CAP_SYS_PTRACE${by}`,
    fix: mendReading(host),
  };
}

export function memlockCheck(host: Host): DoctorCheck {
  const { kernel, memlock, capabilities } = host;
  const base = { name: 'memlock', why: 'before Linux 5.11 maps count against RLIMIT_MEMLOCK' };
  if (!countsLocked(host)) {
    return { ...base, status: 'pass', found: `does not matter on Linux ${kernel}` };
  }
  if (memlock === undefined) return { ...base, status: 'pass', found: 'not to be read' };
  if (!locksTooLittle(host)) {
    const lifted = memlock !== 'unlimited' && capabilities.includes('SYS_RESOURCE');
    return { ...base, status: 'pass', found: lifted ? `${memlock}, which is lifted` : memlock };
  }
  return {
    ...base,
    status: 'warn',
    found: `${memlock} bytes, which are not to be lifted for want of CAP_SYS_RESOURCE`,
    fix: isContainer(host) ? LIFT_MEMLOCK : LIFT_SHELLS_MEMLOCK,
  };
}

export function containerCheck({ container }: Host): DoctorCheck {
  return {
    name: 'container',
    status: 'pass',
    found: container === undefined ? 'no sign of one' : `yes (${container})`,
    why: 'in a container the host has to lend rights, tracefs and its pids',
  };
}

export function pidNamespaceCheck({ pidNamespace, btf }: Host): DoctorCheck {
  const base = { name: 'pid namespace', why: 'pids are those of the initial namespace' };
  if (pidNamespace === undefined) return { ...base, status: 'pass', found: 'the initial one' };
  return {
    ...base,
    // With the kernel's types host pids are told all the same; without, they can't be had.
    status: btf ? 'warn' : 'fail',
    found: btf
      ? 'one of its own: programs (exe) of other processes are not told'
      : 'one of its own',
    fix: ADD_HOST_PIDS,
  };
}

export function cgroupsCheck({ cgroups: { named, mount } }: Host): DoctorCheck {
  const base = { name: 'cgroups', why: 'units, containers and pods are known by their paths' };
  if (named) return { ...base, status: 'pass', found: 'as the host names them' };
  return mount === undefined
    ? {
        ...base,
        status: 'warn',
        found: 'a namespace of its own: units, containers and pods are not told',
        fix: ADD_HOST_CGROUPS,
      }
    : { ...base, status: 'pass', found: `those of the host, at ${mount}` };
}
