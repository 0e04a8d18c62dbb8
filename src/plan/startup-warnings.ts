import { ADD_HOST_CGROUPS, ADD_HOST_PIDS, fixForSymbols } from '../bpftrace/container.js';
import type { Warning } from '../wire/events.js';
import type { Plan } from './plan.js';

const OWN_PIDS: Warning = {
  kind: 'complaint',
  code: 'pid_namespace',
  message:
    "signals-trace runs in a pid namespace of its own: all pids are the host's, /proc here does not show those processes, and fields that come only from /proc are absent",
  hint: ADD_HOST_PIDS,
};

const OWN_CGROUPS: Warning = {
  kind: 'complaint',
  code: 'cgroup_namespace',
  message:
    'signals-trace runs in a cgroup namespace of its own: cgroups, units, containers and pods are absent',
  hint: ADD_HOST_CGROUPS,
};

/**
 * Warnings at the start of the stream: the tracer's namespaces hide parts of the host, or the filter
 * asks for origins that nothing here can prove.
 */
export function startupWarnings(plan: Plan, absent: readonly string[]): Warning[] {
  const { host, filter } = plan;
  const asksForOrigins = filter.origins.names.length > 0;
  return [
    ...(host.pidNamespace === undefined ? [] : [OWN_PIDS]),
    ...(host.cgroups.told ? [] : [OWN_CGROUPS]),
    ...(asksForOrigins && absent.includes('origin') ? [unknownOrigins(plan)] : []),
  ];
}

function unknownOrigins({ host, lean }: Plan): Warning {
  return {
    kind: 'complaint',
    code: 'origin_unknown',
    message:
      "Only the kernel's stack proves some origins, such as oom and pipe, and this trace has no stacks: a filter by origin takes such a signal for unknown",
    hint: lean
      ? 'leave out lean (--lean)'
      : host.symbols
        ? 'use a kernel with BTF, and bpftrace 0.12 or newer'
        : fixForSymbols(host),
  };
}
