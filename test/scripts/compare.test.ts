// scripts/compare, whose verdict is only worth something if it can be a bad one.
import { execa } from 'execa';
import t from 'tap';

import { differences, type Told } from '../../scripts/comparison/differences.js';
import { type KernelEvent, kernelEvent } from '../../scripts/comparison/kernel-events.js';
import { takenBy } from '../../scripts/comparison/queues.js';
import { ROOT } from '../support/life.js';
import { cannotTrace } from '../support/needs.js';

const SENT = (order: number, code: number, grp: number) =>
  `            kill-900     [001] d.... ${order}: signal_generate: sig=10 errno=0 code=${code} comm=a b pid=501 grp=${grp} res=0`;
const RAN = (order: number, code: number) =>
  `             a b-501     [000] ..... ${order}: signal_deliver: sig=10 errno=0 code=${code} sa_handler=55d0 sa_flags=14000000`;
/** To the process, then to its thread; the thread's own comes out first. */
const LINES = [SENT(1, 0, 1), SENT(2, -6, 0), RAN(3, -6), RAN(4, 0)];
const EVENTS = LINES.map(kernelEvent).filter((event) => event !== undefined);

/** What a trace tells of these: the ids of what was handled first and second, by thread 501. */
function told(handled: readonly string[], more: object = {}): Told {
  const signal = (id: string, si_code: number, scope: string) => ({
    ...{ id, cpu: 1, signo: 10, si_code, errno: 0, scope, result: 'delivered' },
    ...{ target: { pid: 500, tid: 501, comm: 'a b' }, sender: { tid: 900 } },
  });
  return {
    signals: [signal('1-1-1', 0, 'process'), signal('1-1-2', -6, 'thread')],
    outcomes: handled.map((signal_id, i) => ({
      ...{ signal_id, outcome: 'handled', ktime: String(i), taken_by: 501 },
      ...more,
    })),
    exits: [{ target: { pid: 500 }, exit: { code: 3 } }],
  } as unknown as Told;
}

function found(told: Told, events: readonly KernelEvent[] = EVENTS, status = 3 << 8) {
  const taken = takenBy(events, () => 500);
  const { examples, ...counts } = differences(told, events, taken, new Map([[500, status]]));
  return { ...counts, hasExample: examples.length > 0 };
}

const NONE = { records: 0, unflagged: 0, flagged: 0, untold: 0, exits: 0, hasExample: false };

void t.test('a trace that tells what the kernel does', (t) => {
  t.same(found(told(['1-1-2', '1-1-1'])), NONE);
  t.end();
});

void t.test('a record that differs, or is missing', (t) => {
  const right = told(['1-1-2', '1-1-1']);
  t.match(found({ ...right, signals: right.signals.slice(1) }), { records: 2, hasExample: true });
  const [first, ...others] = right.signals;
  const wrong = { ...first, signo: 12 } as Told['signals'][number];
  t.match(found({ ...right, signals: [wrong, ...others] }), { records: 1 });
  t.end();
});

void t.test('outcomes of the wrong signal, and those that are not told', (t) => {
  t.match(found(told(['1-1-1', '1-1-2'])), { unflagged: 2, flagged: 0, hasExample: true });
  t.match(found(told(['1-1-1', '1-1-2'], { inferred: true })), { unflagged: 0, flagged: 2 });
  t.match(found(told(['1-1-2'])), { unflagged: 0, untold: 1 });
  t.end();
});

void t.test('an end that differs from the wait status', (t) => {
  t.match(found(told(['1-1-2', '1-1-1']), EVENTS, 9), { exits: 1, hasExample: true });
  t.end();
});

void t.test('another model of the queues finds differences', (t) => {
  // As if the process's queue were served first.
  const events = EVENTS.map((event) =>
    event.kind === 'generated' ? { ...event, group: 1 } : event,
  );
  const taken = takenBy(events, () => 500);
  const right = told(['1-1-2', '1-1-1']);
  const by = new Map([...taken.by].map(([{ order }, delivery]) => [EVENTS[order - 1], delivery]));
  const mutated = { ...taken, by } as typeof taken;
  t.match(differences(right, EVENTS, mutated, new Map()), { unflagged: 2 });
  t.end();
});

void t.test('stops and CONT throw each other out; deliveries without a signal are counted', (t) => {
  const sent = (order: number, sig: number) =>
    kernelEvent(SENT(order, 0, 1).replace('sig=10', `sig=${sig}`));
  const ran = (order: number, sig: number) =>
    kernelEvent(RAN(order, 0).replace('sig=10', `sig=${sig}`));
  const events = [sent(1, 20), sent(2, 18), ran(3, 20), ran(4, 18)].filter(
    (one) => one !== undefined,
  );
  const { by, unexplained } = takenBy(events, () => 500);
  t.equal(by.size, 1);
  t.match(unexplained, [{ signo: 20 }]);
  t.end();
});

void t.test('a real load has no difference', { skip: cannotTrace }, async (t) => {
  const compare = () =>
    execa('./scripts/compare', ['--signals', '60000'], { cwd: ROOT, reject: false });
  let compared = await compare();
  // What a busy machine loses or skips is counted, and cannot be compared.
  for (let left = 2; left > 0 && !/skipped 0, lost 0$/m.test(compared.stdout); left--) {
    compared = await compare();
  }
  const { stdout, exitCode } = compared;
  t.comment(stdout);
  t.equal(exitCode, 0);
  t.match(stdout, /^seed \d+: 6\d{4} signals, 0 differ; \d+ taken, 0 outcomes wrong/m);
});
