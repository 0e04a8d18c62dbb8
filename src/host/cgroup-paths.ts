import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { LRUCache } from 'lru-cache';

import type { HostCgroups } from './cgroup-mount.js';
import type { PendingLookups } from './pending-lookups.js';

/** A search ends after this many cgroups. As many are kept, those that have gone too. */
const MOST = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** An entry of the cache counts this much beside its texts, which bounds their number too. */
const ENTRY_BYTES = 800;
/** Searches may take this part of the time. */
const SHARE = 1 / 20;
const LEAST_REST_MS = 20;

/**
 * Paths of cgroups by the kernel's id: the inode of the cgroup's directory in the v2 hierarchy. A
 * search of the hierarchy runs at the start and when an unknown id comes up. A cgroup thus stays
 * known after its last process has gone. The kernel does not use an id twice.
 */
export class CgroupPaths {
  readonly #cgroups: HostCgroups;
  readonly #now: () => number;
  readonly #pending: PendingLookups;
  /** Cgroups that have gone are the first to be forgotten: their signals may still be on the way. */
  readonly #known = new LRUCache<string, string>({
    maxSize: MOST_BYTES,
    sizeCalculation: (own, id) => ENTRY_BYTES + 2 * (own.length + id.length),
  });
  /** No search starts before this time, ms. */
  #restsUntil = -Infinity;
  #searching = false;

  constructor(now: () => number, pending: PendingLookups, cgroups: HostCgroups) {
    this.#now = now;
    this.#pending = pending;
    this.#cgroups = cgroups;
    this.#search();
  }

  /**
   * The path, undefined if no search has found it yet. Beside older hierarchies the root of v2 means
   * nothing: a process may have its cgroup in the older ones.
   */
  get(id: string): string | undefined {
    const known = this.#known.get(id);
    if (known === undefined && id !== '0') this.#search();
    return known === '/' && !this.#cgroups.only ? undefined : known;
  }

  #search(): void {
    const { mount } = this.#cgroups;
    if (mount === undefined || this.#searching) return;
    const began = this.#now();
    if (began < this.#restsUntil) return;
    this.#searching = true;
    const walk = this.#walk(mount).finally(() => {
      this.#searching = false;
      const ended = this.#now();
      this.#restsUntil = ended + Math.max(LEAST_REST_MS, (ended - began) / SHARE);
    });
    this.#pending.add(walk);
  }

  async #walk(mount: string): Promise<void> {
    const unread = [mount];
    for (let at, found = 0; (at = unread.pop()) !== undefined && found < MOST; found++) {
      try {
        const { ino } = await stat(at, { bigint: true });
        this.#known.set(String(ino), `/${path.relative(mount, at)}`);
        for (const entry of await readdir(at, { withFileTypes: true })) {
          if (entry.isDirectory()) unread.push(path.join(at, entry.name));
        }
      } catch {
        // The cgroup has gone meanwhile.
      }
    }
  }
}
