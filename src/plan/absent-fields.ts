import { type Candidate, seesQueuedOnly } from '../program/variants.js';
import type { Plan } from './plan.js';

/** Fields that this program cannot give on this host. */
export function absentFields(
  { host, details }: Plan,
  { variant, tracksOutcomes }: Candidate,
): string[] {
  const fields = [
    ...(variant === 'core' ? BY_TYPES : []),
    ...(seesQueuedOnly(variant) ? BY_OTHER_PROBES : []),
    ...(tracksOutcomes ? [] : BY_OUTCOMES),
    ...(!tracksOutcomes && details.attempts ? ['attempt'] : []),
    // The tracepoints of system calls do not fire for a 32-bit program's.
    ...(details.attempts ? ['attempt.compat'] : []),
    ...(details.arguments ? [] : ['cmdline', 'cmd']),
    ...(details.stacks && variant !== 'core' ? [] : ['origin']),
    ...(host.audit ? [] : ['loginuid']),
    ...(host.readsPrograms && host.pidNamespace === undefined ? [] : OF_PROGRAMS),
    ...(host.pidNamespace === undefined ? [] : BY_STATUS),
    ...(host.pidNamespace === undefined && host.cgroups.told ? [] : BY_CGROUPS),
  ];
  return [...new Set(fields)];
}

/** Fields read from /proc by the host's pids: another process's program. */
const OF_PROGRAMS = ['exe', ...['cmdline', 'cmd'].map(ofTarget)];

/** Outcomes read from /proc, by the host's pids. */
const BY_STATUS = ['outcome=stopped', 'outcome=pending'];

const BY_CGROUPS = ['cgroup', 'unit', 'container', 'pod'];

/** Fields that need the kernel's types. */
const BY_TYPES = [
  // The tracepoint itself has only the target's tid and name.
  ...['pid', 'uid', 'gid', 'user'].map(ofTarget),
  ...['cgroup', 'cgroup_id', 'unit', 'container', 'pod'].map(ofTarget),
  // Without the sender's start time nothing in /proc is proven to be the sender's.
  ...['loginuid', 'exe', 'cmdline', 'cmd', 'ppid', 'nspid', 'start_time'],
  ...['ignored_why', 'group_id', 'oom'],
];

/** Fields that need more tracepoints than signal_generate. */
const BY_OUTCOMES = ['outcome', 'exit', 'escalation'];

/** Results that complete_signal does not see, and fields that it gives for some signals only. */
const BY_OTHER_PROBES = [
  'result=ignored',
  'result=already_pending',
  'result=overflow_fail',
  'result',
  'ignored_why',
  'code',
  'si_code',
  'errno',
];

function ofTarget(field: string): string {
  return `target.${field}`;
}
