import { hidesSymbols, type Host } from '../host/host.js';
import { isAtLeast, versionOf } from '../host/version.js';

/** Facts that decide a container's rights. The fixes name flags of docker run and podman run. */
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
/** Linux 5.11 no longer counts the memory of maps against RLIMIT_MEMLOCK. */
const MEMLOCK_UNTIL = [5, 11] as const;
/** Enough for the largest default buffer, 128 MiB, and the other maps. */
const ENOUGH_LOCKED = 256 * 1024 * 1024;

const APPARMOR_FLAG = '--security-opt apparmor=unconfined';
const SELINUX_FLAG = '--security-opt label=disable';
/** Profiles that are not enforced confine nothing, and neither do types that may do anything. */
const BY_APPARMOR = / \((?:enforce|kill)\)$/;
const BY_SELINUX = /^\w+:\w+:(?!spc_t\b|unconfined_)/;

/** Whether this is a container. Not every runtime leaves a mark, but a pid namespace of its own is one too. */
export function isContainer({
  container,
  pidNamespace,
}: Pick<Host, 'container' | 'pidNamespace'>): boolean {
  return container !== undefined || pidNamespace !== undefined;
}

/** The capabilities that loading needs and this process lacks. CAP_SYS_ADMIN includes both. */
export function missingToLoad({ mayLoadPrograms, capabilities }: Confinement): string[] {
  return mayLoadPrograms ? [] : ['BPF', 'PERFMON'].filter((name) => !capabilities.includes(name));
}

/** Whether the memory of maps counts against RLIMIT_MEMLOCK. */
export function countsLocked({ kernel }: Pick<Host, 'kernel'>): boolean {
  return !isAtLeast(versionOf(kernel), ...MEMLOCK_UNTIL);
}

/** Whether maps may exceed the limit. bpftrace lifts it, for which even root needs CAP_SYS_RESOURCE. */
export function locksTooLittle(confinement: Confinement): boolean {
  const { memlock = 'unlimited', capabilities } = confinement;
  return (
    countsLocked(confinement) &&
    !capabilities.includes('SYS_RESOURCE') &&
    Number(memlock.replace('unlimited', 'Infinity')) < ENOUGH_LOCKED
  );
}

/** The fix that gives a container the right to load programs, as far as its processes can see. */
export function fixForRights(confinement: Confinement): string {
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

/** The fix that makes /proc readable if CAP_SYS_PTRACE is not enough. */
export function fixForReading(confinement: Confinement): string {
  const { initialUserNamespace, label = '' } = confinement;
  if (!initialUserNamespace) return fixForRights(confinement);
  if (!isContainer(confinement)) return 'run it outside of what confines it: ps -Z shows that';
  if (BY_APPARMOR.test(label)) return `start the container with ${APPARMOR_FLAG}`;
  return `start the container with ${BY_SELINUX.test(label) ? SELINUX_FLAG : '--privileged'}`;
}

/** The fix that shows the kernel's symbols. */
export function fixForSymbols(host: Pick<Host, 'container' | 'pidNamespace'>): string {
  if (hidesSymbols()) return 'sysctl kernel.kptr_restrict=1';
  return isContainer(host)
    ? 'start the container with --cap-add=SYSLOG'
    : 'run it as a root that has CAP_SYSLOG';
}
