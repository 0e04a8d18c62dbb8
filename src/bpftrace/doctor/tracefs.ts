import { existsSync } from 'node:fs';

import { SignalsTraceError } from '../../errors.js';
import { read } from '../../host/read.js';
import { asRoot } from '../as-root.js';
import { ADD_TRACEFS, isContainer, TRACEFS_FLAG } from '../container.js';
import { type DoctorCheck, hasBpftrace, type Patient } from './check.js';

const DEBUG_TRACING = '/sys/kernel/debug/tracing';
const NO_STAND_IN =
  'nothing stands in: the raw tracepoint takes BTF and bpftrace 0.18 to 0.24, fentry and kprobe take BTF, kprobes and bpftrace 0.12 to 0.24';

export function tracefsCheck(patient: Patient): DoctorCheck {
  const { host, bpftrace } = patient;
  const { tracing, root } = host;
  const base = { name: 'tracefs', why: 'the signal tracepoints are found there' };
  const isElsewhere = tracing !== undefined && tracing !== DEBUG_TRACING;
  const isOld = !(bpftrace instanceof SignalsTraceError) && !hasBpftrace(bpftrace, 17);
  if (isElsewhere && isOld && !existsSync(`${DEBUG_TRACING}/events/signal/signal_generate`)) {
    return {
      ...base,
      status: 'fail',
      found: `${tracing}, but bpftrace before 0.17 looks in ${DEBUG_TRACING} alone`,
      means: 'this bpftrace finds no signal tracepoints',
      fix: asRoot('mount -t debugfs debugfs /sys/kernel/debug', root),
    };
  }
  if (tracing !== undefined) return { ...base, status: 'pass', found: tracing };
  if (!root && isMounted('tracefs')) {
    return { ...base, status: 'pass', found: 'mounted; only root may look inside', untried: true };
  }
  const standIn = standInFor(patient);
  return {
    ...base,
    status: standIn === undefined ? 'fail' : 'warn',
    found: `events/signal/signal_generate is not visible, and ${standIn?.found ?? NO_STAND_IN}`,
    means: standIn?.means ?? 'tracefs shows no signal tracepoints, and nothing stands in',
    ...(isContainer(host)
      ? { fix: ADD_TRACEFS, flags: [TRACEFS_FLAG] }
      : { fix: asRoot('mount -t tracefs tracefs /sys/kernel/tracing', root) }),
  };
}

/** The probes that may see signals without tracefs. */
function standInFor({ host, bpftrace }: Patient): Pick<DoctorCheck, 'found' | 'means'> | undefined {
  // Since 0.25 bpftrace reads the list of tracepoints first, for any probe.
  if (!host.btf || hasBpftrace(bpftrace, 25)) return undefined;
  if (hasBpftrace(bpftrace, 18)) {
    return {
      found: 'the raw tracepoint may stand in, which does not tell outcomes',
      means: 'outcomes are not told',
    };
  }
  return mayProbeFunctions(host) && hasBpftrace(bpftrace, 12)
    ? {
        found: 'fentry or kprobe may stand in, which see only the signals that are delivered',
        means: 'only signals that are delivered are seen, without their outcomes',
      }
    : undefined;
}

/** Whether functions can probably be probed; only a trial proves it. */
function mayProbeFunctions({ kprobes, lockdown }: Patient['host']): boolean {
  return kprobes && (lockdown === undefined || lockdown === 'none');
}

function isMounted(type: string): boolean {
  return (read('/proc/self/mounts') ?? '').split('\n').some((line) => line.split(' ')[2] === type);
}
