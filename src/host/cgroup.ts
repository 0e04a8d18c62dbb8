/** Where a process belongs, as far as its cgroup says. */
export interface CgroupPlace {
  readonly unit?: string;
  readonly container?: string;
  readonly pod?: string;
}

const UNIT = /\.(?:service|scope|socket|mount|swap|timer|path|device|automount|target)$/;
const USER_MANAGER = /^user@\d+\.service$/;
/** docker/ID, docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope, a bare ID. */
const CONTAINER = /^(?:[a-z-]+[-:])?([0-9a-f]{64})(?:\.scope)?$/;
/** The process that watches over a container, and is not in it. */
const MONITOR = /conmon/;
const POD =
  /(?:^|-)pod([0-9a-f]{8}([-_]?)[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{4}\2[0-9a-f]{12})(?:\.slice)?$/;

/**
 * The systemd unit, the container and the Kubernetes pod of a cgroup's path: as systemd, docker,
 * podman, containerd, cri-o and the kubelet name them, with the cgroupfs and the systemd driver.
 */
export function placeOf(path: string): CgroupPlace {
  const names = path.split('/').filter((name) => name !== '' && name !== '..');
  const unit = unitOf(names);
  const container = names
    .filter((name) => !MONITOR.test(name))
    .map((name) => CONTAINER.exec(name)?.[1])
    .findLast((id) => id !== undefined);
  const pod = names.map((name) => POD.exec(name)?.[1]).find((uid) => uid !== undefined);
  return {
    ...(unit === undefined ? {} : { unit }),
    ...(container === undefined ? {} : { container }),
    ...(pod === undefined ? {} : { pod: pod.replaceAll('_', '-') }),
  };
}

/** As systemd sees it: the first that is no slice; within a user's own manager, the user's unit. */
function unitOf(names: readonly string[]): string | undefined {
  const units = names.filter((name) => UNIT.test(name)).map(unescaped);
  const [first, second] = units;
  return first !== undefined && USER_MANAGER.test(first) ? (second ?? first) : first;
}

/** systemd writes an underscore before a name that the kernel might mistake for a file of its own. */
function unescaped(name: string): string {
  return name.replace(/^_/, '');
}

/** A name without an ending is a service's, as for systemctl. */
export function isInUnit({ unit }: CgroupPlace, asked: string): boolean {
  return unit !== undefined && (unit === asked || unit === `${asked}.service`);
}

/** An id, or how it begins, as docker takes it. */
export function isInContainer({ container }: CgroupPlace, asked: string): boolean {
  return container?.startsWith(asked.toLowerCase()) ?? false;
}

/** A uid, however its parts are divided. */
export function isInPod({ pod }: CgroupPlace, asked: string): boolean {
  const plain = (uid: string) => uid.replaceAll(/[-_]/g, '').toLowerCase();
  return pod !== undefined && plain(pod) === plain(asked);
}

/**
 * The path that says most, of what /proc/PID/cgroup lists: of the v2 hierarchy, else of systemd's,
 * else of one with a controller, since on v1 and hybrid hosts the first may hold nothing.
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
