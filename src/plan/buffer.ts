const MIB = 1024 * 1024;
/** Holds a burst of 600,000 signals while bpftrace works it off. */
const WANTED = 256 * MIB;
const LEAST = 256 * 1024;
/** bpftrace up to 0.18 has a buffer for each CPU and wakes its reader at once: 16 MiB is plenty. */
const MOST_PER_CPU = 16 * MIB;

export interface BufferHost {
  /** bpftrace up to 0.18: one perf buffer for each CPU; later ones: one ring for all. */
  readonly perCpu: boolean;
  readonly cpus: number;
  readonly memoryBytes: number;
  /** The page that bpftrace counts. */
  readonly pageBytes: number;
}

/**
 * The value of BPFTRACE_PERF_RB_PAGES: pages, a power of two, for each CPU or for all.
 *
 * @param bytes memory for all buffers together; each has at least 256 KiB. The default holds a burst
 *   of 600,000 signals, but takes at most a 32nd of the machine's memory
 */
export function bufferPages(host: BufferHost, bytes?: number): number {
  const total = bytes ?? Math.min(WANTED, host.memoryBytes / 32);
  const most = host.perCpu && bytes === undefined ? MOST_PER_CPU : Infinity;
  const each = Math.min(host.perCpu ? total / host.cpus : total, most);
  return 2 ** Math.floor(Math.log2(Math.max(each, LEAST) / host.pageBytes));
}
