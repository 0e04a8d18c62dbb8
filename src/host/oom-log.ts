import { closeSync, constants, openSync, readSync } from 'node:fs';
import path from 'node:path';

import type { Oom } from '../records/records.js';
import type { SignalFacts } from '../wire/events.js';
import { read } from './read.js';

const KMSG = '/dev/kmsg';
/** Longer than any record of the kernel's log. */
const RECORD_BYTES = 8192;
/** To be read at once, at most: the log is a ring. */
const MOST_RECORDS = 100_000;
const KB = 1024;
const LIMITS = ['memory.max', 'memory.limit_in_bytes'];
/** Where cgroups are, v2 and v1. */
const MOUNTS = ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/memory'];

/** What the kernel's log says of one victim. */
interface Victim {
  cgroup?: string;
  rss?: number;
}

/**
 * What the OOM killer logs before and as it kills: whose limit was reached, and what the victim had.
 * The log is read when a victim is asked for; where it may not be read, less is known.
 */
export class OomLog {
  readonly #fd: number | undefined;
  readonly #victims = new Map<number, Victim>();

  constructor(file = KMSG) {
    try {
      this.#fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
      // What was logged before is not ours. Seeking to the end is what kmsg understands; Node can't.
      this.#read();
      this.#victims.clear();
    } catch {
      this.#fd = undefined;
    }
  }

  get readable(): boolean {
    return this.#fd !== undefined;
  }

  of(signal: SignalFacts): Oom {
    this.#read();
    const { targetPid, currentPid: pid, currentComm: comm } = signal;
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
    if (this.#fd !== undefined) closeSync(this.#fd);
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
        // The ring has gone round: what follows can still be read.
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

/** undefined where it has none, or has gone. */
function limitOf(cgroup: string): number | undefined {
  for (const mount of MOUNTS) {
    for (const name of LIMITS) {
      // Where there is none it is in another hierarchy, or was removed.
      const limit = Number(read(path.join(mount, cgroup, name)));
      if (Number.isSafeInteger(limit)) return limit;
    }
  }
  return undefined;
}
