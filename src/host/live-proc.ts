import { existsSync, statSync } from 'node:fs';

import { LRUCache } from 'lru-cache';

import { pathOf } from './cgroup.js';
import { ownNamespace } from './namespaces.js';
import { pids } from './pids.js';
import { read, readLink } from './read.js';

const MOST_BYTES = 64 * 1024 * 1024;
/** An entry of the cache counts this much beside its text, which bounds their number too. */
const ENTRY_BYTES = 1000;
/** A command line is not read again for this long. */
const FRESH_MS = 1000;
/** A gone process's command line is kept this long: its signals are still on the way. */
const KEPT_MS = 2000;

/** Processes that live longer than this are read at least once. */
const LEARN_EVERY_MS = 500;

/** Facts from /proc about a process; undefined if the process has gone. */
export interface Proc {
  /** The number of processes that had gone before their command line was read. */
  readonly unread: number;
  /** Arguments joined by blanks; empty for kernel threads. */
  commandLine(pid: number): string | undefined;
  /** The same one by one; none for kernel threads. */
  args(pid: number): readonly string[] | undefined;
  /** Path of the program; undefined for kernel threads and for processes of others. */
  exe(pid: number): string | undefined;
  /** The pids of all processes that run now. */
  pids(): number[];
  comm(pid: number): string | undefined;
  /** The process of a thread. */
  processOf(tid: number): number | undefined;
  owner(pid: number): number | undefined;
  /** The most telling path of its cgroups. */
  cgroup(pid: number): string | undefined;
  hasThread(pid: number, tid: number): boolean;
}

/** For a /proc of another pid namespace: it shows other processes, so nothing is known. */
export const NO_PROC: Proc = {
  unread: 0,
  commandLine: () => undefined,
  args: () => undefined,
  exe: () => undefined,
  pids: () => [],
  comm: () => undefined,
  processOf: () => undefined,
  owner: () => undefined,
  cgroup: () => undefined,
  hasThread: () => false,
};

/** Reads /proc. Remembers the command lines of a bounded number of processes. */
export class LiveProc implements Proc {
  readonly #commandLines = new LRUCache<number, string>({
    maxSize: MOST_BYTES,
    sizeCalculation: (text) => ENTRY_BYTES + 2 * text.length,
    ttl: KEPT_MS,
  });
  unread = 0;
  readonly #namesCgroups = ownNamespace('cgroup') === undefined;
  #learning: NodeJS.Timeout | undefined;

  commandLine(pid: number): string | undefined {
    return this.args(pid)?.join(' ');
  }

  args(pid: number): readonly string[] | undefined {
    const text = this.#argumentsOf(pid);
    return text === '' ? [] : text?.split('\0');
  }

  exe(pid: number): string | undefined {
    return readLink(`/proc/${pid}/exe`);
  }

  /** Arguments with a NUL between them. */
  #argumentsOf(pid: number): string | undefined {
    const known = this.#commandLines.get(pid);
    const age = KEPT_MS - this.#commandLines.getRemainingTTL(pid);
    if (age < FRESH_MS) return known;
    // A dying process has no command line any more; the last one read stands.
    const text = this.#learn(pid) || known;
    if (text === undefined && !existsSync(`/proc/${pid}`)) this.unread++;
    return text;
  }

  /** Reads the command lines of all processes: they may be gone when their signals come. */
  learn(): void {
    this.#commandLines.purgeStale();
    for (const pid of this.pids()) this.#learn(pid);
  }

  /** Repeats `learn` until `close`. */
  keepLearning(): void {
    if (this.#learning !== undefined) return;
    this.learn();
    this.#learning = setInterval(() => {
      this.learn();
    }, LEARN_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#learning);
  }

  #learn(pid: number): string | undefined {
    const text = readCommandLine(pid);
    if (text) this.#commandLines.set(pid, text);
    return text;
  }

  pids(): number[] {
    return pids();
  }

  comm(pid: number): string | undefined {
    return read(`/proc/${pid}/comm`)?.slice(0, -1);
  }

  processOf(tid: number): number | undefined {
    const tgid = /^Tgid:\s+(\d+)$/m.exec(read(`/proc/${tid}/status`) ?? '')?.[1];
    return tgid === undefined ? undefined : Number(tgid);
  }

  owner(pid: number): number | undefined {
    return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  }

  cgroup(pid: number): string | undefined {
    return this.#namesCgroups ? pathOf(read(`/proc/${pid}/cgroup`) ?? '') : undefined;
  }

  hasThread(pid: number, tid: number): boolean {
    return pid === tid || existsSync(`/proc/${pid}/task/${tid}`);
  }
}

function readCommandLine(pid: number): string | undefined {
  return read(`/proc/${pid}/cmdline`)?.replace(/\0+$/, '');
}
