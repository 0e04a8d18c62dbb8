import { statSync } from 'node:fs';

import { ownNamespace } from './namespaces.js';
import { read } from './read.js';

/** The root of a hierarchy has this inode (cgroup_root.kf_root); what a container sees as its root has not. */
const ROOT_INODE = 1;

/** What is seen from here of the host's cgroups. */
export interface HostCgroups {
  /** Where the whole v2 hierarchy is mounted, and not a part of it alone. */
  readonly mount: string | undefined;
  /** There is no other hierarchy: every process has its place in it. */
  readonly only: boolean;
  /** /proc gives their paths as the host names them, and not from the root of a container. */
  readonly named: boolean;
  /** Paths can be told as the host names them, one way or the other. */
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
