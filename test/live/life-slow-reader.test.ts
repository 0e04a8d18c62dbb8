// A reader that stops reading holds the tracer up; that is no reason to grow, to restart or to lie.
import { readFileSync } from 'node:fs';

import t, { type Test } from 'tap';

import { storm, tracer, untraceable } from '../support/life.js';
import { until } from '../support/until.js';

const skip = untraceable();
const STORM = 80_000;

function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

void t.test('it goes on when the reader does', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  await trace.saw('ready');
  trace.stdout.pause();
  source.begin(STORM);
  await until(() => source.done > 0, 'the storm');
  // Longer than a bpftrace that nobody holds up may be silent.
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const peak = residentMegabytes(trace.pid);
  trace.stdout.resume();
  source.begin(10);
  await until(() => source.done > 1 && trace.records.length > 1000, 'what was held up');
  trace.kill('SIGINT');
  t.match(await trace.ended(60), { exitCode: 0 });
  const end = trace.records.at(-1);
  t.match(end, { type: 'end', incarnations: 1, unaccounted: 0 });
  t.ok(end?.type === 'end' && end.received + end.lost > 0.9 * STORM, JSON.stringify(end));
  t.ok(peak < 200, `resident: ${peak.toFixed()} MB`);
  t.equal(trace.stderr(), '');
});

/** A trace that is told to end when its reader sleeps and a storm is over. */
async function stoppedUnread(t: Test) {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  await trace.saw('ready');
  const family = trace.family();
  trace.stdout.pause();
  source.begin(STORM);
  await until(() => source.done > 0, 'the storm');
  trace.kill('SIGINT');
  return { trace, family };
}

void t.test('it ends in order while the reader sleeps', { skip }, async (t) => {
  const { trace, family } = await stoppedUnread(t);
  await until(() => !family.some(({ alive }) => alive()), 'bpftrace is gone');
  trace.stdout.resume();
  t.match(await trace.ended(60), { exitCode: 0 });
  const end = trace.records.at(-1);
  t.match(end, { type: 'end', reason: 'SIGINT', unaccounted: 0 });
  // Where it had to be cut short, nobody knows how much it had not brought yet.
  const told = trace.records.some(({ type }) => type === 'gap');
  t.ok(told || (end?.type === 'end' && end.received + end.lost > 0.9 * STORM), JSON.stringify(end));
});

void t.test('told twice, it does not wait for the reader', { skip }, async (t) => {
  const { trace, family } = await stoppedUnread(t);
  await new Promise((resolve) => setTimeout(resolve, 500));
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });
  t.notOk(family.some(({ alive }) => alive()));
  t.match(trace.stderr(), /signals traced, [\d,]+ lost/, 'the ledger, where somebody may read it');
});
