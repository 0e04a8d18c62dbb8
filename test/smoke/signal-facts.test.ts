import t from 'tap';

import { TERM_CASE } from '../../src/smoke/cases.js';
import type { Context, Expectation } from '../../src/smoke/expectation.js';
import type { HostAbilities } from '../../src/smoke/host-abilities.js';
import { groupFact, signalFacts, timeFacts } from '../../src/smoke/signal-facts.js';
import { signal } from '../support/kernel-signal.js';

const HOST: HostAbilities = { absent: [], ownPidNamespace: false, clockErrorUs: 1 };
const [TERM] = TERM_CASE.expected as [Expectation];

void t.test('each field of the signal is a fact', (t) => {
  const facts = signalFacts(TERM, signal(), HOST);
  t.strictSame(
    new Set(facts.map(({ field }) => field)),
    new Set(['signal', 'signo', 'code', 'si_code', 'errno', 'scope', 'result', 'origin']),
  );
  for (const { field, expected, seen } of facts) t.strictSame(expected, [seen], field);
  const ignored = { ...TERM, signal: { ...TERM.signal, ignored_why: 'handler' as const } };
  t.match(signalFacts(ignored, signal(), HOST).at(-1), { field: 'ignored_why' });
  t.end();
});

void t.test('a field that is there must be right even where the host lacks it in general', (t) => {
  const host = { ...HOST, absent: ['code', 'origin'] };
  const { code, ...bare } = signal();
  const lacking = (record: typeof bare) =>
    signalFacts(TERM, record, host)
      .filter((fact) => fact.lacking !== undefined)
      .map(({ field }) => field);
  t.equal(code, 'SI_USER');
  t.strictSame(lacking(signal()), []);
  t.strictSame(lacking({ ...bare, origin: 'unknown' }), ['code', 'origin']);
  t.end();
});

void t.test('the time lies between the start of the scenario and the sending', (t) => {
  const record = signal();
  const ms = Math.floor(record.epoch_us / 1000);
  const holds = (before: number, sent: number) => {
    const context = { times: { before, sent, ended: sent } } as Context;
    const [time] = timeFacts(TERM, record, context, HOST);
    return time?.expected.includes(time.seen);
  };
  t.ok(holds(ms, ms));
  t.notOk(holds(ms + 3, ms + 3));
  t.notOk(holds(ms - 3, ms - 3));
  t.end();
});

void t.test('the group id is the id of the first signal by the clock of the kernel', (t) => {
  const first = { ...signal(), id: 'a', ktime: '9', group_id: 'a' };
  const second = { ...signal(), id: 'b', ktime: '10', group_id: 'a' };
  t.match(groupFact([second, first], HOST), { expected: [['a', 'a']], seen: ['a', 'a'] });
  t.end();
});
