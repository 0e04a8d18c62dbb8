import t from 'tap';

import { Escalation } from '../../src/explain/escalation.js';
import { sent } from '../support/kernel-signal.js';

const [HUP, INT, QUIT, ABRT, KILL, USR1, USR2, TERM] = [1, 2, 3, 6, 9, 10, 12, 15];
const [WINCH, PWR, RTMIN3] = [28, 30, 37];
const [OTHER] = [{ currentPid: 600, currentTid: 600, currentComm: 'other' }];
/** @param seq also the time in s */
const at = (signo: number, seq: number, more: Parameters<typeof sent>[0] = {}) =>
  sent({ signo, seq, ktime: BigInt(seq) * 1_000_000_000n, ...more });

function record(escalation: Escalation) {
  const [made] = escalation.takeRecord().map((make) => make());
  if (made === undefined) return undefined;
  if (made.type !== 'escalation') throw new Error(`it is ${made.type}`);
  return made;
}

const names = (escalation: Escalation) => record(escalation)?.steps.map(({ signal }) => signal);

/** The names of the steps, once these have come. */
function steps(...signals: ReturnType<typeof at>[]): string | undefined {
  const escalation = new Escalation();
  for (const signal of signals) escalation.add(signal);
  return names(escalation)?.join(' ');
}

void t.test('an end after a request to stop is an escalation, told once', (t) => {
  const escalation = new Escalation();
  escalation.add(at(TERM, 1));
  t.equal(record(escalation), undefined, 'one signal is none');
  escalation.add(at(KILL, 5));
  escalation.setOutcome('1-1-1', 'handled');
  t.match(record(escalation), {
    steps: [{ signal: 'SIGTERM', outcome: 'handled' }, { signal: 'SIGKILL' }],
    grace_ns: 4_000_000_000,
    same_sender: true,
  });
  t.equal(record(escalation), undefined);
  t.end();
});

void t.test('any signal by which services are asked to stop', (t) => {
  for (const signo of [HUP, INT, QUIT, USR1, TERM, WINCH, PWR, RTMIN3]) {
    t.match(steps(at(signo, 1), at(KILL, 2)), / SIGKILL$/, `${signo}`);
    t.match(steps(at(signo, 1), at(ABRT, 2)), / SIGABRT$/, `${signo}`);
  }
  t.equal(steps(at(USR2, 1), at(KILL, 2)), undefined);
  const resized = { siCode: 128, call: -1, stack: ['kill_pgrp'] };
  t.equal(steps(at(WINCH, 1, resized), at(KILL, 2)), undefined, 'a window was made larger');
  t.end();
});

void t.test('what is no step', (t) => {
  const others: [string, number, Parameters<typeof sent>[0]?][] = [
    ['a request to stop', INT],
    ['the same signal', TERM],
    ['a signal to oneself', KILL, { currentPid: 882 }],
    ['a signal to a dying process', KILL, { result: 1, targetState: 0x4 << 8 }],
    ['a KILL that the first process of a container ignores', KILL, { result: 1 }],
  ];
  for (const [what, signo, more] of others) {
    t.equal(steps(at(TERM, 1), at(signo, 2, more)), undefined, what);
  }
  t.equal(
    steps(at(KILL, 1, { result: 1 }), at(TERM, 2), at(KILL, 3)),
    'SIGTERM SIGKILL',
    'and what is none hides nothing',
  );
  t.end();
});

void t.test('a request that was ignored counts, and says so', (t) => {
  const escalation = new Escalation();
  for (const signal of [at(TERM, 1, { result: 1 }), at(ABRT, 2), at(KILL, 3)])
    escalation.add(signal);
  t.strictSame(
    record(escalation)?.steps.map(({ signal, outcome }) => [signal, outcome]),
    [
      ['SIGTERM', 'ignored'],
      ['SIGABRT', undefined],
      ['SIGKILL', undefined],
    ],
  );
  t.equal(escalation.unreportedSince, undefined);
  t.end();
});

void t.test('how long a request is remembered', (t) => {
  t.ok(steps(at(TERM, 1), at(KILL, 121, OTHER)), 'two minutes, whoever sends the end');
  t.notOk(steps(at(TERM, 1), at(KILL, 122, OTHER)));
  t.ok(steps(at(TERM, 1), at(KILL, 3601)), 'an hour, where one program sent both');
  t.notOk(steps(at(TERM, 1), at(KILL, 3602)));
  const again = { currentPid: 601, currentTid: 601 };
  t.ok(steps(at(TERM, 1), at(KILL, 3601, again)), 'by another process of it');
  t.equal(steps(at(HUP, 1), at(TERM, 1000), at(KILL, 1003)), 'SIGTERM SIGKILL', 'the nearest');
  t.equal(
    steps(at(USR1, 1, OTHER), at(TERM, 2), at(KILL, 3)),
    'SIGTERM SIGKILL',
    'those of whoever ended it',
  );
  t.end();
});

void t.test('an INT that was survived starts nothing of another sender', (t) => {
  for (const signo of [INT, QUIT]) {
    const ended = (more: Parameters<typeof sent>[0]) => {
      const escalation = new Escalation();
      escalation.add(at(signo, 1));
      escalation.setOutcome('1-1-1', 'handled');
      escalation.add(at(KILL, 13, more));
      return names(escalation);
    };
    t.equal(ended(OTHER), undefined);
    t.ok(ended({}), 'but it does of the same');
  }
  t.end();
});

void t.test('of many requests the first is kept', (t) => {
  const signals = Array.from({ length: 100 }, (_, i) => at(TERM, i + 1));
  const escalation = new Escalation();
  for (const signal of [...signals, at(KILL, 101)]) escalation.add(signal);
  const made = record(escalation);
  t.equal(made?.grace_ns, 100e9);
  t.ok((made?.steps.length ?? 0) <= 16);
  t.end();
});
