import { readLink } from './read.js';

/** The initial namespaces have these inodes on every kernel (include/linux/proc_ns.h). */
const INITIAL = { cgroup: 4026531835, pid: 4026531836, user: 4026531837 };

/** The inode of this process's namespace; undefined if it is the initial one. */
export function ownNamespace(kind: keyof typeof INITIAL): number | undefined {
  const inode = Number(/\[(\d+)\]/.exec(readLink(`/proc/self/ns/${kind}`) ?? '')?.[1]);
  return Number.isNaN(inode) || inode === INITIAL[kind] ? undefined : inode;
}
