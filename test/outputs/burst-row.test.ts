import t from 'tap';

import { burstRecord } from '../../src/explain/burst-record.js';
import { burstRow } from '../../src/outputs/burst-row.js';
import { sent, wallAt } from '../support/kernel-signal.js';

const FLOOD = {
  kind: 'flood',
  ...{ signo: 10, codeBits: 0, senderPid: 882, targetPid: 500 },
  ...{ thinned: 29_900, since: 1n, last: 2n },
} as const;

function rowOf(told: Parameters<typeof burstRecord>[1]) {
  const row = burstRow(burstRecord(FLOOD, told, wallAt));
  return { ...row, from: row.from(30), to: row.to(30) };
}

void t.test('the row of what was left out of a flood', (t) => {
  const ends = sent();
  const { sender, target } = ends;
  t.match(rowOf({ origin: 'kill', ends }), {
    from: `${sender?.read().comm ?? ''}[${sender?.read().pid ?? ''}]`,
    to: `${target.read().comm}[${target.read().pid ?? ''}]`,
    signal: 'USR1',
    origin: 'kill',
    outcome: '×29,900 more',
  });
  t.equal(rowOf({ origin: 'fault', ends: { ...ends, sender: null } }).from, '-', 'nobody');
  t.match(rowOf(undefined), { from: '?', to: '?', origin: '?' }, 'nothing is known');
  t.end();
});
