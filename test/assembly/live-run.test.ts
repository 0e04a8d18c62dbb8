import { writeFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { assemble } from '../../src/assembly/assemble.js';
import { startRun } from '../../src/assembly/live-run.js';
import { madePlan } from '../support/made-plan.js';

const printed = (text: string) => `echo '{"type": "printf", "data": "${text}"}'`;

void t.test('what bpftrace prints reaches the pipeline, and the proof its listener', async (t) => {
  const file = path.join(t.testdir(), 'bpftrace');
  const lines = [printed('t|5|0|0|0/1|1|0'), printed('c|7'), printed('c|8')];
  writeFileSync(file, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  const plan = { ...madePlan(), bpftrace: { path: file, version: '0.17.0', major: 0, minor: 17 } };
  const parts = assemble(plan, {}, { onFull: () => undefined, onLimit: () => undefined });
  t.teardown(parts.close);
  const told: string[] = [];
  const { source, incarnation } = startRun(plan, plan.programs[0], parts, {
    tick: (halted) => told.push(`tick ${halted}`),
    proven: () => told.push('proven') > 0,
    drained: () => told.push('drained'),
  });
  await source.ended;
  await parts.pipeline.finish(incarnation);
  t.strictSame(told, ['tick false', 'proven']);
  t.ok(parts.lifecycle.begun);
  t.equal(incarnation.lastTick, 5n);
});
