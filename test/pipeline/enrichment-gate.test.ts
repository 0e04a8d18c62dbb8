import t from 'tap';

import { EnrichmentGate } from '../../src/pipeline/enrichment-gate.js';

void t.test('an action that waits for nothing runs at once', (t) => {
  const gate = new EnrichmentGate(() => undefined);
  let ran = false;
  gate.run(false, () => (ran = true));
  t.ok(ran);
  t.equal(gate.done, undefined);
  t.end();
});

void t.test('actions run in order, also those that need not wait', async (t) => {
  let settle: () => void = () => undefined;
  const gate = new EnrichmentGate(() => new Promise<void>((resolve) => (settle = resolve)));
  const ran: number[] = [];
  gate.run(true, () => ran.push(1));
  gate.run(false, () => ran.push(2));
  t.strictSame(ran, []);
  await new Promise(setImmediate);
  gate.run(true, () => ran.push(3));
  settle();
  await new Promise(setImmediate);
  t.strictSame(ran, [1], 'the others were added while it waited, and wait for what came since');
  settle();
  await gate.done;
  t.strictSame(ran, [1, 2, 3]);
  t.equal(gate.done, undefined);
});
