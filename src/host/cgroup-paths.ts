import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { HostCgroups } from './cgroup-mount.js';
import type { PendingLookups } from './pending-lookups.js';

/** A search ends after this many cgroups. */
const MOST = 20_000;
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
  #known = new Map<string, string>();
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
    const found = new Map<string, string>();
    const unread = [mount];
    for (let at; (at = unread.pop()) !== undefined && found.size < MOST;) {
      try {
        const { ino } = await stat(at, { bigint: true });
        const own = `/${path.relative(mount, at)}`;
        found.set(String(ino), own);
        this.#known.set(String(ino), own);
        for (const entry of await readdir(at, { withFileTypes: true })) {
          if (entry.isDirectory()) unread.push(path.join(at, entry.name));
        }
      } catch {
        // The cgroup has gone meanwhile.
      }
    }
    // Cgroups that have gone lately are kept: their signals may still be on the way.
    for (const [id, own] of this.#known) {
      if (found.size >= MOST) break;
      if (!found.has(id)) found.set(id, own);
    }
    this.#known = found;
  }
}
