import t, { type Test } from 'tap';

import { assemble } from '../../src/assembly/assemble.js';
import type { Lifecycle } from '../../src/assembly/lifecycle.js';
import type { TraceRecord } from '../../src/records/records.js';
import { madePlan } from '../support/made-plan.js';

/** A lifecycle over a pipeline whose source is this test. */
function traced(t: Test) {
  const plan = madePlan();
  const [program] = plan.programs;
  const log: string[] = [];
  const options = { log: (line: string) => log.push(line) };
  const parts = assemble(plan, options, { onFull: () => undefined, onLimit: () => undefined });
  t.teardown(parts.close);
  const lifecycle: Lifecycle = parts.lifecycle;
  const begin = () => {
    const run = parts.pipeline.begin(parts.incarnationOptions(program), {
      tick: () => undefined,
      proven: () => true,
      drained: () => undefined,
    });
    lifecycle.started(run, program);
    return run;
  };
  const tick = { kind: 'tick', halted: false, cpu: 0, cpus: 1, firstCpu: 0, probes: 1 } as const;
  const live = (run: ReturnType<typeof begin>) => {
    parts.pipeline.accept(run, [{ ...tick, ktime: process.hrtime.bigint(), totals: [0] }]);
  };
  const read = async () => {
    const records: TraceRecord[] = [];
    for await (const batch of parts.pipeline.read())
      records.push(...batch.map(({ record }) => record));
    return records;
  };
  return { ...parts, lifecycle, program, begin, live, read, log };
}

const DIED = { status: 137, stderrTail: [] };

void t.test('ready, a gap when bpftrace dies, ready again, end', async (t) => {
  const { lifecycle, program, begin, live, read, log } = traced(t);
  const first = begin();
  live(first);
  lifecycle.proven(first, program);
  t.ok(lifecycle.begun);
  t.match(lifecycle.ended(first, DIED, 0, false), { fatal: false, simpler: false });
  const second = begin();
  lifecycle.proven(second, program);
  lifecycle.finish('stopped', 'SIGINT');
  const records = await read();
  t.strictSame(
    records.filter(({ type }) => type !== 'warning').map(({ type }) => type),
    ['ready', 'gap', 'ready', 'end'],
  );
  t.match(records[1], { reason: 'bpftrace ended by signal 9', incarnation: 1 });
  t.match(records.at(-1), { reason: 'SIGINT', incarnations: 2 });
  t.ok(log.includes('incarnation 1: program full'));
});

void t.test('a trace that never began tells nothing, and fails', async (t) => {
  const { lifecycle, begin, read } = traced(t);
  const refused = { status: 1, stderrTail: ['ERROR: Error loading program'] };
  t.match(lifecycle.ended(begin(), refused, 0, false), { fatal: true });
  lifecycle.finish('unfit', 'stopped');
  await t.rejects(read(), { code: 'program_rejected' });
});

void t.test('a run that was told to end, and gave everything, leaves no gap', async (t) => {
  const { lifecycle, program, begin, live, pipeline, read } = traced(t);
  const run = begin();
  live(run);
  lifecycle.proven(run, program);
  pipeline.accept(run, [{ kind: 'totals', probe: 'signal', counts: new Map() }]);
  lifecycle.ended(run, { status: 0, stderrTail: [] }, 0, true);
  lifecycle.finish('stopped', 'duration');
  const records = await read();
  t.notOk(records.some(({ type }) => type === 'gap'));
  t.match(records.at(-1), { type: 'end', reason: 'duration' });
});
