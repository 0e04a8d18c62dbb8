import type { Host } from './host.js';

/** What decides about the rights of a container; the flags are those of docker run and podman run. */
export type Confinement = Pick<
  Host,
  | 'container'
  | 'pidNamespace'
  | 'root'
  | 'capabilities'
  | 'mayLoadPrograms'
  | 'initialUserNamespace'
  | 'seccomp'
>;

export const ADD_TRACEFS =
  'start the container with -v /sys/kernel/tracing:/sys/kernel/tracing:ro (where the host has not mounted it: mount -t tracefs tracefs /sys/kernel/tracing there)';
export const ADD_HOST_PIDS = 'start the container with --pid=host';
export const ADD_HOST_CGROUPS = 'start the container with --cgroupns=host';
export const ADD_BTF =
  'start the container with -v /sys/kernel/btf:/sys/kernel/btf:ro; the host needs a kernel built with CONFIG_DEBUG_INFO_BTF';
export const LIFT_SECCOMP = 'start the container with --security-opt seccomp=unconfined';

/** Not every runtime leaves a mark, and hardly anything else has a pid namespace of its own. */
export function isContainer({
  container,
  pidNamespace,
}: Pick<Host, 'container' | 'pidNamespace'>): boolean {
  return container !== undefined || pidNamespace !== undefined;
}

/** Capabilities that loading takes and that are not there; CAP_SYS_ADMIN has both in it. */
export function missingToLoad({ mayLoadPrograms, capabilities }: Confinement): string[] {
  return mayLoadPrograms ? [] : ['BPF', 'PERFMON'].filter((name) => !capabilities.includes(name));
}

/** What gives a container the right to load programs, as far as its own processes can see. */
export function mendRights(confinement: Confinement): string {
  const { root, initialUserNamespace, seccomp, capabilities } = confinement;
  if (!initialUserNamespace) {
    return 'run it as root of the host, or in a container that root has started';
  }
  if (!root) return 'run it as root: start the container with --user=0';
  const flags = missingToLoad(confinement).map((name) => `--cap-add=${name}`);
  if (seccomp && !capabilities.includes('SYS_ADMIN')) {
    flags.push('--security-opt seccomp=unconfined');
  }
  return `start the container with ${[...flags, ''].join(' ')}${flags.length > 0 ? 'or ' : ''}--privileged`;
}
