/** The slice, unit, container and pod of a process, as its cgroup shows them. */
export interface CgroupPlace {
  readonly slice?: string;
  readonly unit?: string;
  readonly container?: string;
  readonly pod?: string;
}

const UNIT = /\.(?:service|scope|socket|mount|swap|timer|path|device|automount|target)$/;
const SLICE = '.slice';
const USER_MANAGER = /^user@\d+\.service$/;
/** docker/ID, docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope, a bare ID. */
const CONTAINER = /^(?:[a-z-]+[-:])?([0-9a-f]{64})(?:\.scope)?$/;
/** The monitor of a container is not in the container. */
const MONITOR = /conmon/;
const POD =
  /(?:^|-)pod([0-9a-f]{8}([-_]?)[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{12})(?:\.slice)?$/;

/**
 * Reads the systemd slice and unit, the container and the Kubernetes pod from a cgroup's path. It knows
 * the names that systemd, docker, podman, containerd, cri-o and the kubelet give, with cgroupfs and
 * systemd drivers.
 */
export function placeOf(path: string): CgroupPlace {
  const names = path.split('/').filter((name) => name !== '' && name !== '..');
  const slice = sliceOf(names);
  const unit = unitOf(names);
  const container = names
    .filter((name) => !MONITOR.test(name))
    .map((name) => CONTAINER.exec(name)?.[1])
    .findLast((id) => id !== undefined);
  const pod = names.map((name) => POD.exec(name)?.[1]).find((uid) => uid !== undefined);
  return {
    ...(slice === undefined ? {} : { slice }),
    ...(unit === undefined ? {} : { unit }),
    ...(container === undefined ? {} : { container }),
    ...(pod === undefined ? {} : { pod: pod.replaceAll('_', '-') }),
  };
}

/** systemd's answer: the first name that is no slice; in a user's own manager, the user's unit. */
function unitOf(names: readonly string[]): string | undefined {
  const units = names.filter((name) => UNIT.test(name)).map(unescaped);
  const [first, second] = units;
  return first !== undefined && USER_MANAGER.test(first) ? (second ?? first) : first;
}

/** systemd's answer: the innermost of the slices that the path begins with. */
function sliceOf(names: readonly string[]): string | undefined {
  const end = names.findIndex((name) => !name.endsWith(SLICE));
  const slice = names[(end === -1 ? names.length : end) - 1];
  return slice === undefined ? undefined : unescaped(slice);
}

/** Returns the slices that hold a cgroup, the outermost first: user.slice holds user-1000.slice. */
export function slicesOf(path: string): string[] {
  return path
    .split('/')
    .map(unescaped)
    .filter((name) => name.endsWith(SLICE));
}

/** systemd puts an underscore before a name that the kernel could take for one of its own files. */
function unescaped(name: string): string {
  return name.replace(/^_/, '');
}

/** A name without a suffix means a service, as for systemctl. */
export function isInUnit({ unit }: CgroupPlace, asked: string): boolean {
  return unit !== undefined && (unit === asked || unit === `${asked}.service`);
}

/** @param asked an id or the beginning of one, as docker takes it */
export function isInContainer({ container }: CgroupPlace, asked: string): boolean {
  return container?.startsWith(asked.toLowerCase()) ?? false;
}

/** @param asked a uid with any separators */
export function isInPod({ pod }: CgroupPlace, asked: string): boolean {
  const plain = (uid: string) => uid.replaceAll(/[-_]/g, '').toLowerCase();
  return pod !== undefined && plain(pod) === plain(asked);
}

/**
 * The most telling path in /proc/PID/cgroup: that of the v2 hierarchy, else of systemd's, else of one
 * with a controller. On v1 and hybrid hosts the v2 hierarchy may be empty.
 */
export function pathOf(list: string): string | undefined {
  const entries = list
    .split('\n')
    .map((line) => /^(\d+):([^:]*):(\/.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, id, controllers = '', path = '']) => ({
      v2: id === '0',
      controllers,
      path: path.replace(/ \(deleted\)$/, ''),
    }));
  const wanted = [
    entries.find(({ v2 }) => v2),
    entries.find(({ controllers }) => controllers === 'name=systemd'),
    ...['memory', 'pids', 'cpu', 'devices', 'freezer'].map((name) =>
      entries.find(({ controllers }) => controllers.split(',').includes(name)),
    ),
  ];
  const paths = wanted.filter((entry) => entry !== undefined).map(({ path }) => path);
  return paths.find((path) => path !== '/') ?? paths[0];
}
