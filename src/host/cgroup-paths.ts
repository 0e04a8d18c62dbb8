import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { HostCgroups } from './cgroup-mount.js';
import type { PendingLookups } from './pending-lookups.js';

/** A host with more than so many cgroups is not searched to the end. */
const MOST = 20_000;
/** A search may take this part of the time. */
const SHARE = 1 / 20;
const LEAST_REST_MS = 20;

/**
 * Paths of cgroups by the id that the kernel gives: the inode of their directory in the v2 hierarchy.
 * They are found by searching it, at the beginning and when an unknown id comes up, so that a cgroup
 * is still known when the last process in it has gone. Ids are not given twice.
 */
export class CgroupPaths {
  readonly #cgroups: HostCgroups;
  readonly #now: () => number;
  readonly #underway: PendingLookups;
  #known = new Map<string, string>();
  /** No search until then, ms. */
  #restsUntil = -Infinity;
  #searching = false;

  constructor(now: () => number, underway: PendingLookups, cgroups: HostCgroups) {
    this.#now = now;
    this.#underway = underway;
    this.#cgroups = cgroups;
    this.#search();
  }

  /**
   * undefined where it has not been found yet. Beside older hierarchies the root of this one says
   * nothing: a process may have its cgroup in those.
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
    this.#underway.add(walk);
  }

  async #walk(mount: string): Promise<void> {
    const found = new Map<string, string>();
    const waiting = [mount];
    for (let at; (at = waiting.pop()) !== undefined && found.size < MOST;) {
      try {
        const { ino } = await stat(at, { bigint: true });
        const own = `/${path.relative(mount, at)}`;
        found.set(String(ino), own);
        this.#known.set(String(ino), own);
        for (const entry of await readdir(at, { withFileTypes: true })) {
          if (entry.isDirectory()) waiting.push(path.join(at, entry.name));
        }
      } catch {
        // It has gone meanwhile.
      }
    }
    // Those that have gone lately are kept: signals of theirs may still be on their way.
    for (const [id, own] of this.#known) {
      if (found.size >= MOST) break;
      if (!found.has(id)) found.set(id, own);
    }
    this.#known = found;
  }
}
