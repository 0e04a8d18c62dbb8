import type { ProcessLine } from '../../src/wire/events.js';

/** sh[4711] as it tells of itself, without arguments, but for what is said otherwise. */
export function toldProcess(more: Partial<ProcessLine> = {}): ProcessLine {
  return {
    kind: 'process',
    processKey: 'sh',
    pid: 4711,
    startTimeNs: 5n,
    argStart: 0,
    parent: 1,
    uid: 0,
    gid: 0,
    cgroupId: '1',
    loginuid: -1,
    nsPid: 0,
    length: 0,
    comm: 'sh',
    ...more,
  };
}
