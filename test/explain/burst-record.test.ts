import t from 'tap';

import { burstRecord } from '../../src/explain/burst-record.js';
import { sent } from '../support/kernel-signal.js';

void t.test('what was left out: how many, from whom to whom, and when', (t) => {
  const ends = sent();
  const flood = {
    kind: 'flood',
    ...{ signo: 10, codeBits: 0, senderPid: 882, targetPid: 500 },
    ...{ thinned: 29_900, since: 1_000n, last: 2_000n },
  } as const;
  t.strictSame(
    burstRecord(flood, { origin: 'kill', ends }, (ktime) => ktime),
    {
      type: 'burst',
      time: '1970-01-01T00:00:00.000002000Z',
      epoch_us: 2,
      signal: 'SIGUSR1',
      signo: 10,
      origin: 'kill',
      sender: ends.sender?.read(),
      target: ends.target.read(),
      count: 29_900,
      from: '1970-01-01T00:00:00.000001000Z',
      to: '1970-01-01T00:00:00.000002000Z',
    },
  );
  t.end();
});
