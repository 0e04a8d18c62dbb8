import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Host } from '../host/host.js';
import { packageFile } from '../package-file.js';
import { atLeast, type Bpftrace } from './find.js';
import { KERNEL_TYPES } from './kernel-types.js';

const MAP_KEYS = 16_384;
const RING_PAGE_BYTES = 4096;
/** The kernel functions that our programs put probes on, for a bpftrace that asks for such a list. */
export const FUNCTIONS = fileURLToPath(packageFile('probes/functions'));

/** Variables that bpftrace gets besides ours. */
export function environment(
  bpftrace: Bpftrace,
  bufferPages: number,
  functions = false,
): Readonly<Record<string, string>> {
  return {
    // The kernel decides what can be traced; bpftrace's own list is in tracefs, which lockdown hides.
    ...(functions ? { BPFTRACE_AVAILABLE_FUNCTIONS_TEST: FUNCTIONS } : {}),
    // 0.17 asks the kernel for types by their id. Linux 5.10 has none, and it takes CAP_SYS_ADMIN.
    ...(asksById(bpftrace) && existsSync(KERNEL_TYPES) ? { BPFTRACE_BTF: KERNEL_TYPES } : {}),
    LC_ALL: 'C',
    // Threads that compile would each hold memory of their own.
    MALLOC_ARENA_MAX: '1',
    BPFTRACE_PERF_RB_PAGES: String(bufferPages),
    // A str() argument reserves this much in each event.
    BPFTRACE_MAX_STRLEN: '64',
    // The maps hold processes that signals are pending for. The name changed in 0.20.
    [`BPFTRACE_${atLeast(bpftrace, 20) ? 'MAX_MAP_KEYS' : 'MAP_KEYS_MAX'}`]: String(MAP_KEYS),
  };
}

/** NAME=VALUE each, as env takes them. */
export function assignments(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

/** The page that BPFTRACE_PERF_RB_PAGES counts: up to 0.18 the host's, since perf buffers use those. */
export function bufferPageBytes(bpftrace: Bpftrace, host: Pick<Host, 'pageBytes'>): number {
  return atLeast(bpftrace, 19) ? RING_PAGE_BYTES : host.pageBytes;
}

function asksById(bpftrace: Bpftrace): boolean {
  return atLeast(bpftrace, 12) && !atLeast(bpftrace, 20);
}

/** The flags that turn bpftrace's warnings off, if it has such flags. */
export function quiet(bpftrace: Bpftrace): string[] {
  return atLeast(bpftrace, 12) ? ['--no-warnings'] : [];
}
