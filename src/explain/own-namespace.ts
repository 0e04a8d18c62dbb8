import type { Complaint } from '../stream/source-record.js';

/** What is said at the beginning where the tracer is in a pid namespace of its own. */
export const OWN_NAMESPACE: Complaint = {
  kind: 'complaint',
  code: 'pid_namespace',
  message:
    "This runs in a pid namespace of its own: all pids are the host's, which /proc here does not show, and what only /proc tells is absent",
  hint: 'start the container with --pid=host',
};
