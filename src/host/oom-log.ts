import { closeSync, constants, openSync, readSync } from 'node:fs';
import path from 'node:path';

import type { Oom } from '../records/records.js';
import { read } from './read.js';

const KMSG = '/dev/kmsg';
/** No record of the kernel's log is longer. */
const RECORD_BYTES = 8192;
/** Bounds one reading: the log is a ring that may grow meanwhile. */
const MOST_RECORDS = 100_000;
const KB = 1024;
const LIMITS = ['memory.max', 'memory.limit_in_bytes'];
/** Mount points of cgroups, v2 and v1. */
const MOUNTS = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/memory'];

/** A kill of the OOM killer: its victim, and the task that asked for memory. */
export interface OomKill {
  readonly targetPid: number;
  readonly currentPid: number;
  readonly currentComm: string;
}

/** The kernel log's account of one victim. */
interface Victim {
  cgroup?: string;
  rss?: number;
}

/**
 * The OOM killer's messages in the kernel's log: whose limit was reached, and how much memory the
 * victim had. `of` reads the log on demand. Without permission to read it, only the task is known.
 */
export class OomLog {
  readonly #fd: number | undefined;
  readonly #victims = new Map<number, Victim>();
  #passedOver = false;

  constructor(file = KMSG) {
    try {
      this.#fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
      // There are thousands of older messages: first bpftrace is started.
      setImmediate(() => {
        this.#passOver();
      });
    } catch {
      this.#fd = undefined;
    }
  }

  get readable(): boolean {
    return this.#fd !== undefined;
  }

  of({ targetPid, currentPid: pid, currentComm: comm }: OomKill): Oom {
    this.#passOver();
    this.#read();
    const { cgroup, rss } = this.#victims.get(targetPid) ?? {};
    this.#victims.delete(targetPid);
    const limit = cgroup === undefined ? undefined : limitOf(cgroup);
    return {
      ...(cgroup === undefined ? {} : { cgroup }),
      ...(limit === undefined ? {} : { limit }),
      ...(rss === undefined ? {} : { rss }),
      trigger: { pid, comm },
    };
  }

  close(): void {
    this.#passedOver = true;
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  /** Older messages are not ours. Node cannot seek to the end, as kmsg allows, so it reads them. */
  #passOver(): void {
    if (this.#passedOver) return;
    this.#passedOver = true;
    this.#read();
    this.#victims.clear();
  }

  #read(): void {
    if (this.#fd === undefined) return;
    const buffer = Buffer.alloc(RECORD_BYTES);
    for (let i = 0; i < MOST_RECORDS; i++) {
      try {
        const length = readSync(this.#fd, buffer);
        if (length === 0) return;
        this.#take(buffer.toString('latin1', 0, length));
      } catch (error) {
        // The ring has overwritten some records; the next ones can still be read.
        if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) return;
      }
    }
  }

  #take(record: string): void {
    const chosen =
      /oom-kill:constraint=(\w+),.*?(?:oom_memcg=(\/[^,]*),)?(?:global_oom,)?task_memcg=.*,pid=(\d+),uid=\d+/.exec(
        record,
      );
    if (chosen !== null) {
      const [, constraint, cgroup, pid] = chosen;
      const own = constraint === 'CONSTRAINT_MEMCG' && cgroup !== undefined ? { cgroup } : {};
      this.#victims.set(Number(pid), own);
    }
    const killed =
      /Killed process (\d+) \(.*\),? total-vm:\d+kB, anon-rss:(\d+)kB, file-rss:(\d+)kB, shmem-rss:(\d+)kB/.exec(
        record,
      );
    if (killed === null) return;
    const [, pid, ...kb] = killed.map(Number);
    const rss = kb.reduce((sum, part) => sum + part, 0) * KB;
    this.#victims.set(pid ?? 0, { ...this.#victims.get(pid ?? 0), rss });
  }
}

/** undefined if the cgroup has no limit, or is gone. */
function limitOf(cgroup: string): number | undefined {
  for (const mount of MOUNTS) {
    for (const name of LIMITS) {
      // An unreadable file is NaN: the cgroup is in another hierarchy, or was removed.
      const limit = Number(read(path.join(mount, cgroup, name)));
      if (Number.isSafeInteger(limit)) return limit;
    }
  }
  return undefined;
}
