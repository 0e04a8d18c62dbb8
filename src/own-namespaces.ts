import type { Complaint } from '../stream/source-record.js';

const OWN_PIDS: Complaint = {
  kind: 'complaint',
  code: 'pid_namespace',
  message:
    "This runs in a pid namespace of its own: all pids are the host's, which /proc here does not show, and what only /proc tells is absent",
  hint: 'start the container with --pid=host',
};

const OWN_CGROUPS: Complaint = {
  kind: 'complaint',
  code: 'cgroup_namespace',
  message:
    'This runs in a cgroup namespace of its own: cgroups, and so units, containers and pods, are not told',
  hint: 'start the container with --cgroupns=host',
};

/** What is said at the beginning where the tracer does not see what the host sees. */
export function ofNamespaces(host: {
  readonly pidNamespace: number | undefined;
  readonly cgroups: { readonly told: boolean };
}): Complaint[] {
  return [
    ...(host.pidNamespace === undefined ? [] : [OWN_PIDS]),
    ...(host.cgroups.told ? [] : [OWN_CGROUPS]),
  ];
}
