import type { ToldProcess } from '../../src/wire/events.js';

/** sh[4711] as it tells of itself, without arguments, but for what is said otherwise. */
export function toldProcess(more: Partial<ToldProcess> = {}): ToldProcess {
  return {
    kind: 'process',
    who: 'sh',
    pid: 4711,
    started: 5n,
    image: 0,
    parent: 1,
    uid: 0,
    gid: 0,
    cgroupId: '1',
    loginuid: -1,
    inner: 0,
    length: 0,
    comm: 'sh',
    ...more,
  };
}
