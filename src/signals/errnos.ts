/** Names in the order of their numbers, EPERM (1) first. Source: asm-generic/errno-base.h. */
const BASE = [
  'EPERM',
  'ENOENT',
  'ESRCH',
  'EINTR',
  'EIO',
  'ENXIO',
  'E2BIG',
  'ENOEXEC',
  'EBADF',
  'ECHILD',
  'EAGAIN',
  'ENOMEM',
  'EACCES',
  'EFAULT',
  'ENOTBLK',
  'EBUSY',
  'EEXIST',
  'EXDEV',
  'ENODEV',
  'ENOTDIR',
  'EISDIR',
  'EINVAL',
  'ENFILE',
  'EMFILE',
  'ENOTTY',
  'ETXTBSY',
  'EFBIG',
  'ENOSPC',
  'ESPIPE',
  'EROFS',
  'EMLINK',
  'EPIPE',
  'EDOM',
  'ERANGE',
];

/** Further errors of these calls. Source: asm-generic/errno.h, which x86, arm64 and riscv use. */
const MORE: ReadonlyMap<number, string> = new Map([
  [38, 'ENOSYS'],
  [95, 'EOPNOTSUPP'],
]);

/** Returns the name of an error of the kill family's calls; a rare error is written as its number. */
export function errnoName(errno: number): string {
  return BASE[errno - 1] ?? MORE.get(errno) ?? String(errno);
}
