import { hidesSymbols, type Host, mayLoadPrograms } from '../host/host.js';
import { isAtLeast, versionOf } from '../host/version.js';
import { asRoot } from './as-root.js';

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

export const TRACEFS_FLAG = '-v /sys/kernel/tracing:/sys/kernel/tracing:ro';
export const BTF_FLAG = '-v /sys/kernel/btf:/sys/kernel/btf:ro';
export const HOST_PIDS_FLAG = '--pid=host';
export const HOST_CGROUPS_FLAG = '--cgroupns=host';
export const SECCOMP_FLAG = '--security-opt seccomp=unconfined';
export const MEMLOCK_FLAG = '--ulimit memlock=-1';
export const SYMBOLS_FLAG = '--cap-add=SYSLOG';
export const PTRACE_FLAG = '--cap-add=SYS_PTRACE';

export const ADD_TRACEFS = `${startedWith(TRACEFS_FLAG)} (where the host has not mounted it: mount -t tracefs tracefs /sys/kernel/tracing there; where SELinux hides it, with --security-opt label=disable)`;
export const ADD_HOST_PIDS = startedWith(HOST_PIDS_FLAG);
export const ADD_HOST_CGROUPS = startedWith(HOST_CGROUPS_FLAG);
export const ADD_BTF = `${startedWith(BTF_FLAG)}; the host needs a kernel built with CONFIG_DEBUG_INFO_BTF`;

/** Linux 5.11 no longer counts the memory of maps against RLIMIT_MEMLOCK. */
const MEMLOCK_UNTIL = [5, 11] as const;
/** Enough for the largest default buffer, 256 MiB, and the other maps. */
const ENOUGH_LOCKED = 512 * 1024 * 1024;

const APPARMOR_FLAG = '--security-opt apparmor=unconfined';
const SELINUX_FLAG = '--security-opt label=disable';
/** Profiles that are not enforced confine nothing, and neither do types that may do anything. */
const BY_APPARMOR = / \((?:enforce|kill)\)$/;
const BY_SELINUX = /^\w+:\w+:(?!spc_t\b|unconfined_)/;

/** The fix that these flags of docker run and podman run are. */
export function startedWith(...flags: readonly string[]): string {
  return `start the container with ${flags.join(' ')}`;
}

/** Whether this is a container. Not every runtime leaves a mark, but a pid namespace of its own is one too. */
export function isContainer({
  container,
  pidNamespace,
}: Pick<Host, 'container' | 'pidNamespace'>): boolean {
  return container !== undefined || pidNamespace !== undefined;
}

/** The confinement of root where sudo makes a user root. */
export function confinementBySudo(host: Host): Confinement {
  const { obtainable, initialUserNamespace } = host;
  return {
    ...host,
    root: true,
    capabilities: obtainable,
    mayLoadPrograms: initialUserNamespace && mayLoadPrograms(obtainable),
  };
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

/** The flags that give a container the right to load programs; none if flags alone cannot. */
export function flagsForRights(confinement: Confinement): string[] {
  const { root, initialUserNamespace, seccomp, capabilities, label = '' } = confinement;
  if (!initialUserNamespace) return [];
  if (!root) return ['--user=0'];
  const flags = missingToLoad(confinement).map((name) => `--cap-add=${name}`);
  if (seccomp && !capabilities.includes('SYS_ADMIN')) {
    flags.push(SECCOMP_FLAG);
  }
  if (locksTooLittle(confinement)) flags.push(MEMLOCK_FLAG);
  // AppArmor leaves bpf(2) alone.
  if (BY_SELINUX.test(label)) flags.push(SELINUX_FLAG);
  return flags;
}

/** The fix that gives a container the right to load programs, as far as its processes can see. */
export function fixForRights(confinement: Confinement): string {
  if (!confinement.initialUserNamespace) {
    return 'run it as root of the host, or in a container that root has started';
  }
  const flags = flagsForRights(confinement);
  if (!confinement.root) return `run it as root: ${startedWith(...flags)}`;
  return flags.length > 0
    ? `${startedWith(...flags)} or --privileged`
    : startedWith('--privileged');
}

/** The flag that makes /proc readable if CAP_SYS_PTRACE is not enough; undefined if none can. */
export function flagForReading(confinement: Confinement): string | undefined {
  const { initialUserNamespace, label = '' } = confinement;
  if (!initialUserNamespace || !isContainer(confinement)) return undefined;
  if (BY_APPARMOR.test(label)) return APPARMOR_FLAG;
  return BY_SELINUX.test(label) ? SELINUX_FLAG : '--privileged';
}

/** The fix that makes /proc readable if CAP_SYS_PTRACE is not enough. */
export function fixForReading(confinement: Confinement): string {
  if (!confinement.initialUserNamespace) return fixForRights(confinement);
  const flag = flagForReading(confinement);
  return flag === undefined
    ? 'run it outside of what confines it: ps -Z shows that'
    : startedWith(flag);
}

/** The fix that shows the kernel's symbols. */
export function fixForSymbols(host: Pick<Host, 'container' | 'pidNamespace' | 'root'>): string {
  if (hidesSymbols()) return asRoot('sysctl kernel.kptr_restrict=1', host.root);
  return isContainer(host) ? startedWith(SYMBOLS_FLAG) : 'run it as a root that has CAP_SYSLOG';
}
