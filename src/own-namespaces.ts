import { ADD_HOST_CGROUPS, ADD_HOST_PIDS } from './bpftrace/container.js';
import type { Host } from './bpftrace/host.js';
import type { Complaint } from './stream/source-record.js';

const OWN_PIDS: Complaint = {
  kind: 'complaint',
  code: 'pid_namespace',
  message:
    "This runs in a pid namespace of its own: all pids are the host's, which /proc here does not show, and what only /proc tells is absent",
  hint: ADD_HOST_PIDS,
};

const OWN_CGROUPS: Complaint = {
  kind: 'complaint',
  code: 'cgroup_namespace',
  message:
    'This runs in a cgroup namespace of its own: cgroups, and so units, containers and pods, are not told',
  hint: ADD_HOST_CGROUPS,
};

/** What is said at the beginning where the tracer does not see what the host sees. */
export function ofNamespaces(host: Host): Complaint[] {
  return [
    ...(host.pidNamespace === undefined ? [] : [OWN_PIDS]),
    ...(host.cgroups.told ? [] : [OWN_CGROUPS]),
  ];
}
