import t from 'tap';

import type { ReadyRecord, TraceRecord } from '../../src/records/records.js';
import { TERM_CASE } from '../../src/smoke/cases.js';
import { runCases, type SmokeRun } from '../../src/smoke/run-cases.js';
import type { ScenarioResult } from '../../src/smoke/scenario.js';
import { signal } from '../support/kernel-signal.js';

const READY: ReadyRecord = {
  type: 'ready',
  ...{ time: '', epoch_us: 0, version: '1', schema: 2, hostname: 'h', kernel: '6.18' },
  bpftrace: { version: '0.17.0', path: '/usr/bin/bpftrace' },
  probe: 'tracepoint',
  absent: [],
  clock_error_ns: 0,
  incarnation: 1,
};
const RAN: ScenarioResult = {
  processes: { actor: { pid: 500, ppid: 1 }, target: { pid: 882, ppid: 500 } },
  times: { before: 0, sent: 0, ended: 0 },
};

/** Runs the case of TERM against records, and notes how long it would have waited for them. */
async function run(records: TraceRecord[], result: ScenarioResult, from = 0) {
  const waits: number[] = [];
  const smokeRun: SmokeRun = {
    trace: {
      records,
      until: (find, patienceMs) => {
        waits.push(patienceMs);
        return Promise.resolve(find());
      },
    },
    actor: { run: () => Promise.resolve(result) },
    interrupted: new AbortController().signal,
    patienceMs: 1234,
    comms: { actor: 'bash', target: 'nginx', member: 'nginx' },
    ready: READY,
  };
  return { checks: await runCases([TERM_CASE], smokeRun, from), waits };
}

void t.test('a scenario that failed is a failed check, and nothing is waited for', async (t) => {
  const { checks, waits } = await run([READY], { failed: 'no sh' });
  t.strictSame(checks, [
    { name: TERM_CASE.name, verdict: 'failed', expected: 'to be run', seen: 'no sh' },
  ]);
  t.strictSame(waits, [0]);
});

void t.test('the records are compared when the patience is over', async (t) => {
  const { checks, waits } = await run([READY, signal()], RAN);
  t.strictSame(waits, [1234]);
  const outcome = checks.find(({ name }) => name === `${TERM_CASE.name}: outcome`);
  t.match(outcome, { verdict: 'failed', expected: { fatal: true }, seen: { fatal: null } });
});

void t.test('records before the first that counts are left out', async (t) => {
  const seen = async (from: number) => {
    const { checks } = await run([signal(), READY], RAN, from);
    return checks.some(({ name }) => name === `${TERM_CASE.name}: target`);
  };
  t.ok(await seen(0));
  t.notOk(await seen(1));
});
