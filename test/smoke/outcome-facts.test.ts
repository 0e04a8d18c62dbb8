import t from 'tap';

import type { ExitRecord, OutcomeRecord } from '../../src/records/records.js';
import { TERM_CASE } from '../../src/smoke/cases.js';
import type { Context, Expectation } from '../../src/smoke/expectation.js';
import type { HostAbilities } from '../../src/smoke/host-abilities.js';
import { exitFacts, outcomeFacts } from '../../src/smoke/outcome-facts.js';
import { signal } from '../support/kernel-signal.js';

const HOST: HostAbilities = { absent: [], ownPidNamespace: false, clockErrorUs: 1 };
const NO_OUTCOMES: HostAbilities = { ...HOST, absent: ['outcome', 'exit'] };
const [TERM] = TERM_CASE.expected as [Expectation];
const CONTEXT: Context = {
  processes: { target: { pid: 882, ppid: 1 } },
  times: { before: 0, sent: 0, ended: 0 },
  comms: { actor: 'a', target: 't', member: 't' },
  uid: 0,
  gid: 0,
};
const { time, epoch_us, ktime, cpu, target } = signal();
const DEATH = { signal: 'SIGTERM', signo: 15, core: false };
const OUTCOME: OutcomeRecord = {
  type: 'outcome',
  ...{ time, epoch_us, ktime, target, signal: 'SIGTERM', signo: 15 },
  outcome: 'terminated',
  fatal: true,
  exit: DEATH,
};
const EXIT: ExitRecord = {
  type: 'exit',
  ...{ time, epoch_us, ktime, cpu, target },
  exit: DEATH,
  signal_ids: [],
};

void t.test('an outcome has its kind, its target and whether it was fatal', (t) => {
  for (const { field, expected, seen } of outcomeFacts(TERM, OUTCOME, CONTEXT, HOST)) {
    t.ok(expected.includes(seen), field);
  }
  t.match(outcomeFacts(TERM, undefined, CONTEXT, HOST), [
    { field: 'outcome', expected: ['terminated'], seen: undefined },
    { field: 'fatal' },
    { field: 'target' },
  ]);
  t.match(outcomeFacts(TERM, undefined, CONTEXT, NO_OUTCOMES), [{ lacking: /absent/ }]);
  const { outcome, ...without } = TERM;
  t.strictSame(outcomeFacts(without, OUTCOME, CONTEXT, HOST), [], String(outcome));
  t.end();
});

void t.test('an exit by the signal is that of the outcome too', (t) => {
  const fields = (exit: Expectation['exit']) =>
    exitFacts({ ...TERM, ...(exit && { exit }) }, OUTCOME, EXIT, CONTEXT, HOST);
  t.match(fields('of it'), [
    { field: 'exit', expected: [DEATH], seen: DEATH },
    { field: 'exit of the outcome', expected: [DEATH], seen: DEATH },
    { field: 'target', expected: [882], seen: 882 },
  ]);
  t.match(fields({ code: 7 }), [
    { field: 'exit', expected: [{ code: 7 }], seen: DEATH },
    { field: 'target' },
  ]);
  const core: OutcomeRecord = { ...OUTCOME, outcome: 'dumped' };
  t.match(exitFacts(TERM, core, EXIT, CONTEXT, HOST), [{ expected: [{ ...DEATH, core: true }] }]);
  t.match(exitFacts(TERM, OUTCOME, undefined, CONTEXT, NO_OUTCOMES), [{ lacking: /absent/ }]);
  t.end();
});
