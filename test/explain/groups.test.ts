import t from 'tap';

import { Groups } from '../../src/explain/groups.js';
import { type FlatSignal, signalEvent } from '../support/kernel-signal.js';

const MS = 1_000_000;

/** Target, time in ms, and what else matters: with the id of the call, by the place in the list. */
type Step = [target: number, ms: number, more?: Partial<FlatSignal>];

function calls(steps: readonly Step[], origin: 'kill-group' | 'kill' = 'kill-group') {
  const groups = new Groups();
  return steps.map(([targetTid, ms, more], i) => {
    const { ktime, facts } = signalEvent({ targetTid, ktime: BigInt(ms * MS), ...more });
    return groups.idOf(ktime, facts, `${i}`, origin);
  });
}

void t.test('signals of one call share the id of its first', (t) => {
  t.same(
    calls([
      [1, 0],
      [2, 1],
      [3, 15],
      [4, 210],
    ]),
    ['0', '0', '0', '0'],
  );
  t.same(calls([[1, 0]]), ['0'], 'even a call to one');
  t.end();
});

void t.test('another call has another', (t) => {
  t.same(
    calls([
      [1, 0],
      [2, 1],
      [1, 2],
      [2, 3],
    ]),
    ['0', '0', '2', '2'],
    'nobody gets it twice',
  );
  t.same(
    calls([
      [1, 0],
      [2, 201],
    ]),
    ['0', '1'],
    'without a rest',
  );
  t.same(
    calls([
      [1, 0],
      [2, 1, { signo: 9 }],
    ]),
    ['0', '1'],
    'one signal',
  );
  t.same(
    calls([
      [1, 0],
      [2, 1, { arg: -7 }],
    ]),
    ['0', '1'],
    'one argument',
  );
  t.same(
    calls([
      [1, 0],
      [2, 1, { currentTid: 501 }],
      [3, 2],
      [4, 3, { currentTid: 501 }],
    ]),
    ['0', '1', '0', '1'],
    'one task',
  );
  t.end();
});

void t.test('a kill to one process is no group', (t) => {
  t.same(
    calls(
      [
        [1, 0],
        [2, 0],
      ],
      'kill',
    ),
    [undefined, undefined],
  );
  t.end();
});
