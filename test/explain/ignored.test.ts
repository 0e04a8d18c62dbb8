import t from 'tap';

import { ignoredWhy } from '../../src/explain/ignored.js';
import { TARGET_STATE } from '../../src/wire/events.js';
import { type FlatSignal, kernelSignal } from '../support/kernel-signal.js';

const { ignores, handles, exiting, groupExit, unkillable } = TARGET_STATE;
const [SIGTERM, SIGCHLD, SIGCONT, SIGURG, SIGWINCH] = [15, 17, 18, 23, 28];

void t.test('why a signal was ignored', (t) => {
  const table: [string | undefined, Partial<FlatSignal>][] = [
    ['handler', { targetState: ignores }],
    ['default', { signo: SIGCHLD }],
    ['default', { signo: SIGURG }],
    ['default', { signo: SIGWINCH }],
    ['default', { signo: SIGCHLD, targetState: unkillable }],
    ['init', { targetState: unkillable }],
    ['dying', { targetState: groupExit }],
    ['dying', { targetState: groupExit | ignores }],
    ['dying', { targetState: exiting }],
    ['dying', { signo: SIGCONT, targetState: groupExit }],
    ['continued', { signo: SIGCONT }],
    ['continued', { signo: SIGCONT, targetState: ignores }],
    [undefined, { targetState: handles }],
    [undefined, { signo: SIGTERM }],
    [undefined, { targetStartTimeNs: 0n, targetState: 0, signo: SIGCHLD }],
    [undefined, { result: 0, targetState: ignores }],
    [undefined, { result: 2, targetState: ignores }],
  ];
  for (const [why, signal] of table)
    t.equal(ignoredWhy(kernelSignal({ result: 1, ...signal })), why, JSON.stringify(signal, shown));
  t.end();
});

function shown(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
