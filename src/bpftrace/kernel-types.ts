import { readFileSync } from 'node:fs';

import { KernelTypes } from './cut-types.js';

/** The kernel's types (BTF), from the kernel itself. */
export const KERNEL_TYPES = '/sys/kernel/btf/vmlinux';

/** Reads the kernel's types; none are known where it has none, or none that we may read. */
export function readKernelTypes(): KernelTypes {
  try {
    return new KernelTypes(readFileSync(KERNEL_TYPES));
  } catch {
    return new KernelTypes(Buffer.alloc(0));
  }
}
