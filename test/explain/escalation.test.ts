import t from 'tap';

import { Escalation } from '../../src/explain/escalation.js';
import { sent } from '../support/kernel-signal.js';

const [TERM, KILL, INT, ABRT, USR1] = [15, 9, 2, 6, 10];
const at = (signo: number, seq: number, more: Parameters<typeof sent>[0] = {}) =>
  sent({ signo, seq, ktime: BigInt(seq) * 1_000_000n, ...more });

function record(escalation: Escalation) {
  const [made] = escalation.takeRecord().map((make) => make());
  if (made === undefined) return undefined;
  if (made.type !== 'escalation') throw new Error(`it is ${made.type}`);
  return made;
}

const names = (escalation: Escalation) => record(escalation)?.steps.map(({ signal }) => signal);

void t.test('a stronger signal after a weaker one is an escalation, told once', (t) => {
  const escalation = new Escalation();
  escalation.add(at(TERM, 1));
  t.equal(record(escalation), undefined, 'one signal is none');
  escalation.add(at(KILL, 5));
  escalation.setOutcome('1-1-1', 'handled');
  t.match(record(escalation), {
    steps: [{ signal: 'SIGTERM', outcome: 'handled' }, { signal: 'SIGKILL' }],
    grace_ns: 4_000_000,
  });
  t.equal(record(escalation), undefined);
  t.end();
});

void t.test('what is no step', (t) => {
  const others: [string, number, Parameters<typeof sent>[0]?][] = [
    ['a weaker signal', INT],
    ['the same signal', TERM],
    ['a signal that asks nothing', USR1],
    ['a signal to oneself', KILL, { currentPid: 882 }],
    ['a signal to a dying process', KILL, { result: 1, targetState: 0x4 << 8 }],
  ];
  for (const [what, signo, more] of others) {
    const escalation = new Escalation();
    escalation.add(at(TERM, 1));
    escalation.add(at(signo, 2, more));
    t.equal(names(escalation), undefined, what);
  }
  t.end();
});

void t.test('it grows step by step, and an ignored step says so', (t) => {
  const escalation = new Escalation();
  for (const [i, signo] of [INT, TERM, ABRT, KILL].entries()) {
    escalation.add(at(signo, i + 1, signo === TERM ? { result: 1 } : {}));
  }
  const made = record(escalation);
  t.strictSame(
    made?.steps.map(({ signal, outcome }) => [signal, outcome]),
    [
      ['SIGINT', undefined],
      ['SIGTERM', 'ignored'],
      ['SIGABRT', undefined],
      ['SIGKILL', undefined],
    ],
  );
  t.equal(escalation.unreportedSince, undefined);
  t.end();
});
