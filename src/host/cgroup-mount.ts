import { statSync } from 'node:fs';

import { ownNamespace } from './namespaces.js';
import { read } from './read.js';

/** The root of a hierarchy has this inode (cgroup_root.kf_root); a container's view of a root has another. */
const ROOT_INODE = 1;

/** The part of the host's cgroups that this process sees. */
export interface HostCgroups {
  /** The mount point of the whole v2 hierarchy. undefined if only a part is mounted. */
  readonly mount: string | undefined;
  /** There is no other hierarchy: every process is in this one. */
  readonly only: boolean;
  /** /proc shows paths as the host names them, not relative to a container's root. */
  readonly named: boolean;
  /** Paths as the host names them can be found, by /proc or by the mount. */
  readonly told: boolean;
}

export function hostCgroups(): HostCgroups {
  const mounts = read('/proc/self/mountinfo') ?? '';
  const found = [...mounts.matchAll(/^(?:\S+ ){4}(\S+) .* - cgroup2 /gm)];
  const mount = found.map(([, mount = '']) => mount).find(isRoot);
  const named = ownNamespace('cgroup') === undefined;
  return {
    mount,
    only: mounts !== '' && !/ - cgroup /.test(mounts),
    named,
    told: named || mount !== undefined,
  };
}

function isRoot(directory: string): boolean {
  try {
    return statSync(directory).ino === ROOT_INODE;
  } catch {
    return false;
  }
}
