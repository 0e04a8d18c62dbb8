import type { Host } from '../host/host.js';

/** What decides about the rights of a container; the flags are those of docker run and podman run. */
export type Confinement = Pick<
  Host,
  | 'kernel'
  | 'container'
  | 'pidNamespace'
  | 'root'
  | 'capabilities'
  | 'memlock'
  | 'mayLoadPrograms'
  | 'initialUserNamespace'
  | 'seccomp'
  | 'label'
>;

export const ADD_TRACEFS =
  'start the container with -v /sys/kernel/tracing:/sys/kernel/tracing:ro (where the host has not mounted it: mount -t tracefs tracefs /sys/kernel/tracing there; where SELinux hides it, with --security-opt label=disable)';
export const ADD_HOST_PIDS = 'start the container with --pid=host';
export const ADD_HOST_CGROUPS = 'start the container with --cgroupns=host';
export const ADD_BTF =
  'start the container with -v /sys/kernel/btf:/sys/kernel/btf:ro; the host needs a kernel built with CONFIG_DEBUG_INFO_BTF';
const SECCOMP_FLAG = '--security-opt seccomp=unconfined';
export const LIFT_SECCOMP = `start the container with ${SECCOMP_FLAG}`;

const MEMLOCK_FLAG = '--ulimit memlock=-1';
export const LIFT_MEMLOCK = `start the container with ${MEMLOCK_FLAG}`;
/** Before 5.11 the memory of maps counts against RLIMIT_MEMLOCK. */
const MEMLOCK_UNTIL = [5, 11] as const;
/** Takes the largest buffer that is there by default, 128 MiB, and the other maps. */
const ENOUGH_LOCKED = 256 * 1024 * 1024;

const APPARMOR_FLAG = '--security-opt apparmor=unconfined';
const SELINUX_FLAG = '--security-opt label=disable';
/** Profiles that are not enforced, and types that may do anything, confine nothing. */
const BY_APPARMOR = / \((?:enforce|kill)\)$/;
const BY_SELINUX = /^\w+:\w+:(?!spc_t\b|unconfined_)/;

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

export function countsLocked({ kernel }: Pick<Host, 'kernel'>): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map(Number);
  const [m, n] = MEMLOCK_UNTIL;
  return major < m || (major === m && minor < n);
}

/** Whether maps may not fit the limit: bpftrace lifts it, which takes CAP_SYS_RESOURCE of root, too. */
export function locksTooLittle(confinement: Confinement): boolean {
  const { memlock = 'unlimited', capabilities } = confinement;
  return (
    countsLocked(confinement) &&
    !capabilities.includes('SYS_RESOURCE') &&
    Number(memlock.replace('unlimited', 'Infinity')) < ENOUGH_LOCKED
  );
}

/** What gives a container the right to load programs, as far as its own processes can see. */
export function mendRights(confinement: Confinement): string {
  const { root, initialUserNamespace, seccomp, capabilities, label = '' } = confinement;
  if (!initialUserNamespace) {
    return 'run it as root of the host, or in a container that root has started';
  }
  if (!root) return 'run it as root: start the container with --user=0';
  const flags = missingToLoad(confinement).map((name) => `--cap-add=${name}`);
  if (seccomp && !capabilities.includes('SYS_ADMIN')) {
    flags.push(SECCOMP_FLAG);
  }
  if (locksTooLittle(confinement)) flags.push(MEMLOCK_FLAG);
  // AppArmor leaves bpf(2) alone.
  if (BY_SELINUX.test(label)) flags.push(SELINUX_FLAG);
  return `start the container with ${[...flags, ''].join(' ')}${flags.length > 0 ? 'or ' : ''}--privileged`;
}

/** What lets /proc be read where CAP_SYS_PTRACE is there, and is not enough. */
export function mendReading(confinement: Confinement): string {
  const { initialUserNamespace, label = '' } = confinement;
  if (!initialUserNamespace) return mendRights(confinement);
  if (!isContainer(confinement)) return 'run it outside of what confines it: ps -Z shows that';
  if (BY_APPARMOR.test(label)) return `start the container with ${APPARMOR_FLAG}`;
  return `start the container with ${BY_SELINUX.test(label) ? SELINUX_FLAG : '--privileged'}`;
}
