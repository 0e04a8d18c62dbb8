import { readFile } from 'node:fs/promises';

import { KernelTypes } from './cut-types.js';

/** The kernel's types (BTF), from the kernel itself. */
export const KERNEL_TYPES = '/sys/kernel/btf/vmlinux';

/** Reads the kernel's types; undefined where it has none, or none that we may read. */
export async function readKernelTypes(): Promise<KernelTypes | undefined> {
  const btf = await readFile(KERNEL_TYPES).catch(() => undefined);
  return btf && new KernelTypes(btf);
}
