import { existsSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import type { Test } from 'tap';

import { until } from './until.js';

/** The mount point of cgroup v2, or of v1 with this controller. */
export function cgroupMount(controller?: string): string | undefined {
  const [type, option] = controller === undefined ? ['cgroup2', ''] : ['cgroup', controller];
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [mount = '', super_ = ''] = line.split(' - ');
    const options = super_.split(' ')[2]?.split(',') ?? [];
    if (super_.startsWith(`${type} `) && (option === '' || options.includes(option))) {
      return mount.split(' ')[4];
    }
  }
  return undefined;
}

/** The hierarchy that names a process's unit or container: v2, else systemd's own on a host of v1. */
export function cgroupsOfUnits(): string {
  return cgroupMount() ?? cgroupMount('name=systemd') ?? '/sys/fs/cgroup';
}

/** The id that the kernel gives: v2’s. A process is in its first cgroup where v2 is not mounted. */
export function cgroupId(folder: string): string {
  return cgroupMount() === undefined ? '1' : String(statSync(folder).ino);
}

/** A cgroup of the test's own, removed once its last process has gone. */
export async function ownCgroup(t: Pick<Test, 'teardown'>, mount: string): Promise<string> {
  const folder = await mkdtemp(join(mount, 'signals-trace-test-'));
  t.teardown(() =>
    until(
      () => removed(folder),
      () => `${folder} is busy`,
    ),
  );
  return folder;
}

function removed(folder: string): true | undefined {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return existsSync(folder) ? undefined : true;
  }
}
