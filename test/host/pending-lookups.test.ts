import t from 'tap';

import { PendingLookups } from '../../src/host/pending-lookups.js';

function lookUp(underway: PendingLookups): () => void {
  let found = (): void => undefined;
  underway.add(new Promise<void>((resolve) => (found = resolve)));
  return found;
}

void t.test('waits for what is under way, and not for what comes later', async (t) => {
  const underway = new PendingLookups();
  t.equal(underway.settled(60_000), undefined, 'nothing is');
  const found = lookUp(underway);
  const settled = underway.settled(60_000);
  lookUp(underway);
  found();
  await settled;
  t.equal(underway.missed, 0);
});

void t.test('what hangs is waited for once, for so long', async (t) => {
  const underway = new PendingLookups();
  lookUp(underway);
  await Promise.all([underway.settled(20), underway.settled(30)]);
  t.equal(underway.missed, 1);
  t.equal(underway.settled(60_000), undefined, 'and not again');
});
