import { ADD_HOST_CGROUPS, ADD_HOST_PIDS, fixForSymbols } from '../bpftrace/container.js';
import type { Warning } from '../wire/events.js';
import type { Plan } from './plan.js';

const OWN_PIDS: Warning = {
  kind: 'complaint',
  code: 'pid_namespace',
  message:
    "This runs in a pid namespace of its own: all pids are the host's, which /proc here does not show, and what only /proc tells is absent",
  hint: ADD_HOST_PIDS,
};

const OWN_CGROUPS: Warning = {
  kind: 'complaint',
  code: 'cgroup_namespace',
  message:
    'This runs in a cgroup namespace of its own: cgroups, and so units, containers and pods, are not told',
  hint: ADD_HOST_CGROUPS,
};

/**
 * Warnings for the start of the stream about what it cannot tell: the tracer's namespaces hide parts
 * of the host, or the filter asks for origins that nothing here can prove.
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
      "Origins that only the kernel's stack proves, as oom and pipe, are not known here: such a signal is taken for unknown when an origin is asked for",
    hint: lean
      ? 'leave out lean (--lean)'
      : host.symbols
        ? 'on a kernel with BTF, bpftrace 0.12 or newer tells them'
        : fixForSymbols(host),
  };
}
