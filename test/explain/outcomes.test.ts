import t from 'tap';

import type { End } from '../../src/explain/ends.js';
import { Outcomes } from '../../src/explain/outcomes.js';
import type { Now } from '../../src/explain/stops.js';
import type { LazyRecord, TracedSignal } from '../../src/explain/traced-signal.js';
import type { ProcStatus } from '../../src/host/proc-status.js';
import { Described } from '../../src/identity/description.js';
import type { TraceRecord } from '../../src/records/records.js';
import { type Delivery, type Exit, TARGET_STATE } from '../../src/wire/events.js';
import {
  delivery,
  exit,
  type FlatSignal,
  kernelSignal,
  sent,
  wallAt,
} from '../support/kernel-signal.js';

const [SIGINT, SIGABRT, SIGKILL, SIGUSR1, SIGTERM] = [2, 6, 9, 10, 15];
const [SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP] = [17, 18, 19, 20];
const MS = 1_000_000n;
const STARTED = kernelSignal().targetStartTimeNs;
const NOBODY = { startTimeNs: undefined, process: undefined };
const SELF: Partial<FlatSignal> = { currentPid: 882, currentTid: 882 };

/** What happens to nginx[882], and what is told of it, briefly: `1 handled` is of signal 1-1-1. */
class Scene {
  glimpse: ProcStatus | undefined;
  readonly outcomes: Outcomes;
  #seq = 0;
  #ms = 0;

  constructor({ seesContinue = true, looks = true } = {}) {
    this.outcomes = new Outcomes(
      { readStatus: looks ? () => this.glimpse : undefined, seesContinue },
      wallAt,
    );
  }

  /** Signals are numbered from 1, and one comes each millisecond. */
  send(signo: number, other: Partial<FlatSignal> = {}, more: Partial<TracedSignal> = {}) {
    const signal = {
      signo,
      seq: ++this.#seq,
      ktime: kernelSignal().ktime + BigInt(++this.#ms) * MS,
    };
    const sending = sent({ ...signal, ...other }, more);
    this.outcomes.passed(sending.ktime);
    return brief(this.outcomes.add(sending, this.#ms));
  }

  take(signo: number, handler: number, other: Partial<Delivery> = {}) {
    const note = delivery({ signo, handler, ...other });
    return brief(this.outcomes.delivered(note, NOBODY, this.#ms));
  }

  end(status: number, other: Partial<Exit> = {}, startTimeNs?: bigint) {
    return brief(this.outcomes.exited(exit({ status, ...other }), { ...NOBODY, startTimeNs }));
  }

  /** After so many ms since the beginning; what happened until when has been told, ms. */
  due(ms: number, toldUntil = ms + 200) {
    return brief(this.outcomes.due(at(ms, toldUntil)));
  }

  finish(ms: number) {
    return brief(this.outcomes.end(at(ms, ms)));
  }
}

function at(ms: number, toldUntil: number): Now {
  const ktime = (ms: number) => kernelSignal().ktime + BigInt(ms) * MS;
  return { ms, ktime: ktime(ms), later: () => ktime(ms + 50), toldUntil: ktime(toldUntil) };
}

function brief(drafts: readonly LazyRecord[]): string {
  return drafts.map((draft) => briefly(draft())).join(', ');
}

function briefly(record: TraceRecord): string {
  const short = (id = '') => id.split('-').at(-1) ?? '';
  switch (record.type) {
    case 'outcome': {
      const { signal_id: id, outcome, reraise_of: of, inferred, cut_short_by: by } = record;
      const cut = by === undefined ? '' : `, cut short by ${short(by)}`;
      return `${short(id)} ${outcome}${cut}${of ? ` again ${short(of)}` : ''}${inferred ? ' inferred' : ''}`;
    }
    case 'exit': {
      const { exit, signal_ids: ids } = record;
      return `exit ${'code' in exit ? exit.code : exit.signal} of ${ids.map(short).join(' ')}`;
    }
    case 'escalation': {
      const steps = record.steps.map(({ signal, outcome }) => `${signal} ${outcome ?? '?'}`);
      return `${steps.join(' > ')} in ${record.grace_ns / Number(MS)} ms`;
    }
    default:
      return record.type;
  }
}

const RUNNING: ProcStatus = {
  stopped: false,
  ended: false,
  dumpsCore: false,
  traced: false,
  pending: () => false,
  whyPending: () => undefined,
};
const STOPPED: ProcStatus = { ...RUNNING, stopped: true };
const WAITING: ProcStatus = { ...RUNNING, pending: () => true, whyPending: () => 'blocked' };

void t.test('a handler', (t) => {
  const scene = new Scene();
  t.equal(scene.send(SIGTERM), '');
  t.equal(scene.take(SIGTERM, 2), '1 handled');
  t.equal(scene.take(SIGTERM, 2), '', 'once');
  t.equal(scene.take(SIGUSR1, 2), '', 'nobody traced sent it');
  t.equal(scene.end(0), 'exit 0 of 1', 'and it ends of itself');
  t.end();
});

void t.test('an outcome says when, where, of what and after how long', (t) => {
  const { outcomes } = new Scene();
  outcomes.add(sent(), 0);
  const process = new Described({ pid: 882, tid: 882, comm: 'renamed', nspid: 7 });
  const own = { startTimeNs: STARTED, process };
  const [handled] = outcomes.delivered(delivery({ cpu: 3, tid: 890 }), own, 1);
  t.match(handled?.(), {
    ktime: String(delivery().ktime),
    time: '2026-11-23T12:01:00.124456789Z',
    cpu: 3,
    signal: 'SIGTERM',
    origin: 'kill',
    sender: { pid: 500 },
    target: { pid: 882, tid: 882, comm: 'nginx', nspid: 7, ppid: 1 },
    latency_ns: 1_000_000,
    taken_by: 890,
    fatal: false,
  });
  t.end();
});

void t.test('a death is told when the last thread has gone', (t) => {
  const table: [number, number, string][] = [
    [SIGTERM, 15, '1 terminated, exit SIGTERM of 1'],
    [SIGKILL, 9, '1 terminated, exit SIGKILL of 1'],
    [SIGABRT, 0x86, '1 dumped, exit SIGABRT of 1'],
    [SIGTERM, 0x300, 'exit 3 of 1'],
    [SIGTERM, 9, 'exit SIGKILL of 1'],
  ];
  for (const [signo, status, told] of table) {
    const scene = new Scene();
    scene.send(signo);
    t.equal(scene.take(SIGKILL, 0, { flags: 4 }), '', 'not yet');
    t.equal(scene.end(status), told);
    t.equal(scene.end(status), '', 'once');
  }
  t.end();
});

void t.test('a death says how', (t) => {
  const { outcomes } = new Scene();
  outcomes.add(sent(), 0);
  const [died, gone] = outcomes.exited(exit({ status: 0x8f }), NOBODY);
  const how = { signal: 'SIGTERM', signo: 15, core: true };
  t.match(died?.(), { fatal: true, exit: how, latency_ns: 2_000_000 });
  t.match(gone?.(), { target: { pid: 882 }, exit: how, cpu: 1 });
  t.end();
});

void t.test('what was caught and then raised again', (t) => {
  const scene = new Scene();
  scene.send(SIGTERM);
  scene.take(SIGTERM, 2);
  scene.send(SIGTERM, { ...SELF, call: 234, siCode: -6 });
  t.equal(scene.end(15), '2 terminated again 1, exit SIGTERM of 1 2');
  scene.send(SIGTERM);
  scene.take(SIGTERM, 2);
  scene.send(SIGTERM);
  t.equal(scene.end(15), '4 terminated, exit SIGTERM of 3 4', 'by another: no raise');
  t.end();
});

void t.test('a thread takes what is its own before what its process got', (t) => {
  const scene = new Scene();
  scene.send(SIGUSR1);
  scene.send(SIGUSR1, { group: 0 });
  t.equal(scene.take(SIGUSR1, 2), '2 handled');
  t.equal(scene.take(SIGUSR1, 2), '1 handled');
  t.end();
});

void t.test('the code of a delivery decides, and what a guess leaves is one', (t) => {
  const scene = new Scene();
  scene.send(SIGUSR1);
  scene.send(SIGUSR1, { siCode: -6, group: 0 });
  t.equal(scene.take(SIGUSR1, 2), '1 handled', 'the other was taken by sigwait');
  const held = new Scene();
  const traced = { targetState: TARGET_STATE.traced };
  held.send(SIGUSR1, traced);
  held.send(SIGUSR1, traced);
  t.equal(held.take(SIGUSR1, 2), '1 handled inferred', 'the tracer may have let go of it');
  t.equal(held.take(SIGUSR1, 2), '2 handled inferred');
  held.send(SIGUSR1);
  t.equal(held.take(SIGUSR1, 2), '3 handled', 'all is told apart again');
  held.send(SIGSTOP, { siCode: 128, ...traced });
  held.send(SIGSTOP, traced);
  held.glimpse = STOPPED;
  t.equal(held.take(SIGSTOP, 0), '');
  t.equal(held.due(5), '5 stopped', 'not the one by which the tracer attached');
  t.end();
});

void t.test('CONT and the signals that stop throw each other out of the queue', (t) => {
  const scene = new Scene();
  scene.glimpse = STOPPED;
  scene.send(SIGTSTP);
  scene.send(SIGCONT, { result: 1 });
  t.equal(scene.take(SIGTSTP, 2), '', 'it was not there any more');
  scene.send(SIGCONT);
  scene.send(SIGTSTP, { result: 2 });
  t.equal(scene.take(SIGCONT, 2), '');
  t.end();
});

void t.test('a signal to a thread is taken by that thread, one to the process by any', (t) => {
  const scene = new Scene();
  scene.send(SIGUSR1, { group: 0, targetTid: 883 });
  t.equal(scene.take(SIGUSR1, 2), '');
  t.equal(scene.take(SIGUSR1, 2, { tid: 883 }), '1 handled');
  scene.send(SIGUSR1);
  t.equal(scene.take(SIGUSR1, 2, { tid: 883 }), '2 handled');
  t.end();
});

void t.test('what did not get in has no outcome', (t) => {
  for (const result of [1, 2, 3]) {
    const scene = new Scene();
    scene.send(SIGUSR1, { result });
    t.equal(scene.take(SIGUSR1, 2), '', `${result}`);
  }
  const scene = new Scene();
  scene.send(SIGUSR1, { result: 4 });
  t.equal(scene.take(SIGUSR1, 2), '1 handled', 'what lost its siginfo has one');
  t.end();
});

void t.test('a stop is told when it is seen', (t) => {
  const look = new Scene();
  look.glimpse = STOPPED;
  look.send(SIGTSTP);
  t.equal(look.take(SIGTSTP, 0), '');
  t.equal(look.due(100), '1 stopped', 'by looking');
  t.equal(look.due(200), '', 'once');

  const next = new Scene();
  next.send(SIGSTOP);
  next.take(SIGSTOP, 0);
  const targetState = TARGET_STATE.continued;
  t.equal(next.send(SIGCONT, { targetState, result: 1 }), '1 stopped, 2 continued', 'by the next');

  const cont = new Scene();
  cont.glimpse = STOPPED;
  cont.send(SIGSTOP);
  cont.take(SIGSTOP, 0);
  t.equal(cont.send(SIGCONT, { result: 1 }), '', 'it had not stopped yet when it was to go on');
  t.equal(cont.due(2000), '');
  t.end();
});

void t.test(
  'what an orphaned group takes for a stop is discarded, as far as that can be known',
  (t) => {
    const discarded = (glimpse: ProcStatus | undefined, seesContinue: boolean) => {
      const scene = new Scene({ seesContinue });
      scene.glimpse = glimpse;
      scene.send(SIGTSTP);
      scene.take(SIGTSTP, 0);
      t.equal(scene.due(500), '', 'it may still stop');
      return scene.due(1500);
    };
    t.equal(discarded(RUNNING, true), '1 discarded');
    t.equal(discarded(RUNNING, false), '', 'somebody unseen may have continued it');
    t.equal(discarded(undefined, true), '', 'it has gone');
    t.end();
  },
);

void t.test('or when its parent is told, or not at all', (t) => {
  const stopping = () => {
    const scene = new Scene();
    scene.glimpse = RUNNING;
    scene.send(SIGSTOP);
    scene.take(SIGSTOP, 0);
    return scene;
  };
  const toParent = { targetPid: 400, targetTid: 400, siCode: 5, result: 1 };
  const child = { call: -1, arg: 1, stack: ['do_notify_parent'] };
  t.equal(stopping().send(SIGCHLD, { ...SELF, ...toParent, ...child }), '1 stopped');
  t.equal(
    stopping().send(SIGCHLD, { ...toParent, ...child }),
    '',
    'it is another that has stopped',
  );
  t.equal(stopping().send(SIGCHLD, { ...SELF, ...toParent, call: 129 }), '', 'it claims so');

  const lags = stopping();
  t.equal(lags.due(1500, 400), '', 'who continued it may not have been told yet');
  t.equal(lags.send(SIGCONT, { result: 1 }), '');
  t.equal(lags.due(2500), '');

  const gap = stopping();
  gap.outcomes.gap();
  t.equal(gap.due(1500), '', 'who continued it was not traced');
  t.end();
});

void t.test('what is taken and nothing comes of it is discarded', (t) => {
  const table: [string, number, number, number][] = [
    ['ignored meanwhile', SIGUSR1, 1, 0],
    ['a child has ended', SIGCHLD, 0, 0],
    ['it goes on already', SIGCONT, 0, 0],
    ['the first process of a namespace lives on', SIGTERM, 0, TARGET_STATE.unkillable >> 8],
  ];
  for (const [what, signo, handler, flags] of table) {
    const scene = new Scene();
    scene.send(signo);
    t.equal(scene.take(signo, handler, { flags }), '1 discarded', what);
  }
  const scene = new Scene();
  scene.send(SIGKILL);
  t.equal(scene.take(SIGKILL, 0, { flags: TARGET_STATE.unkillable >> 8 }), '', 'a KILL kills it');
  t.equal(scene.end(9), '1 terminated, exit SIGKILL of 1');
  t.end();
});

void t.test('a signal that nobody takes is pending after 10 s', (t) => {
  const scene = new Scene();
  scene.glimpse = WAITING;
  scene.send(SIGUSR1);
  t.equal(scene.due(9000), '');
  t.equal(scene.due(10_001), '1 pending');
  t.equal(scene.due(20_000), '', 'once');
  t.equal(scene.finish(21_000), '', 'nor at the end');
  const later = new Scene();
  later.glimpse = WAITING;
  later.send(SIGUSR1);
  later.due(10_001);
  t.equal(later.take(SIGUSR1, 2), '1 handled', 'and what becomes of it later is told as well');
  t.end();
});

void t.test('or at the end, where it still waits', (t) => {
  const scene = new Scene();
  scene.glimpse = WAITING;
  scene.send(SIGUSR1);
  t.equal(scene.finish(5), '1 pending');
  const [pending] = (scene.outcomes.add(sent(), 0), scene.outcomes.end(at(5, 5)));
  t.match(pending?.(), { latency_ns: 5_000_000, time: '2026-11-23T12:01:00.128456789Z' });
  t.notOk('cpu' in (pending?.() ?? {}), 'no probe saw it');
  t.end();
});

void t.test('what is told behind younger ones says so; what waits stands at the youngest', (t) => {
  const scene = new Scene();
  const [first, later] = [kernelSignal().ktime + MS, kernelSignal().ktime + 5n * MS];
  scene.send(SIGSTOP);
  scene.send(SIGUSR1);
  scene.outcomes.passed(first);
  scene.take(SIGSTOP, 0, { ktime: first });
  scene.outcomes.passed(later);
  scene.glimpse = { ...WAITING, stopped: true };
  const records = scene.outcomes.due(at(10_100, 0)).map((draft) => draft());
  t.match(records, [
    { outcome: 'stopped', ktime: String(first), late: true },
    { outcome: 'pending', ktime: String(later), late: undefined },
  ]);
  t.end();
});

void t.test('what sigwait or a signalfd takes leaves the queue without a delivery', (t) => {
  const scene = new Scene();
  scene.glimpse = RUNNING;
  scene.send(SIGTERM);
  t.equal(scene.due(10, 10), '', 'it may still be on its way');
  t.ok(scene.outcomes.isPressing);
  t.equal(scene.due(30, 70), '', 'its delivery as well');
  t.equal(scene.due(31, 90), '1 taken');
  const [gone] = scene.outcomes.exited(exit({ status: 0 }), NOBODY);
  t.match(gone?.(), { asked_by: '1-1-1' }, 'who takes a TERM is asked to stop, too');
  t.end();
});

void t.test(
  'it is not said where a delivery may have been missed, or the process has ended',
  (t) => {
    let missed = 0;
    const outcomes = new Outcomes(
      { readStatus: () => RUNNING, seesContinue: true, missed: () => missed },
      wallAt,
    );
    outcomes.add(sent(), 0);
    t.strictSame(outcomes.due(at(30, 30)), []);
    missed++;
    t.strictSame(outcomes.due(at(40, 200)), []);
    for (const glimpse of [undefined, { ...RUNNING, ended: true }]) {
      const scene = new Scene();
      scene.glimpse = glimpse;
      scene.send(SIGTERM);
      t.equal(scene.due(30, 300), '');
    }
    t.end();
  },
);

void t.test('what waits is looked at again, less and less often', (t) => {
  const scene = new Scene();
  let looks = 0;
  scene.glimpse = {
    ...WAITING,
    pending: () => {
      looks++;
      return true;
    },
  };
  scene.send(SIGUSR1);
  for (let ms = 20; ms < 10_000; ms += 20) scene.due(ms);
  t.ok(looks < 10);
  t.equal(scene.due(10_020), '1 pending');
  scene.glimpse = RUNNING;
  t.equal(scene.due(20_040, 20_040), '');
  t.equal(scene.due(20_100), '1 taken', 'at last');
  t.end();
});

void t.test('where nobody can be looked at, what waits is told when it is taken', (t) => {
  const scene = new Scene({ looks: false });
  scene.send(SIGUSR1);
  t.equal(scene.due(20_000), '', 'it may be pending');
  t.equal(scene.take(SIGUSR1, 2, { ktime: at(30_000, 0).ktime }), '1 handled');
  scene.send(SIGTERM);
  t.equal(scene.finish(60_000), '', 'and nothing is said of what may wait');
  t.end();
});

void t.test('a standard signal that is queued proves that the one before was taken', (t) => {
  const scene = new Scene({ looks: false });
  scene.send(SIGUSR1);
  scene.send(SIGUSR1);
  t.equal(scene.take(SIGUSR1, 2), '2 handled', 'the first by sigwait');
  scene.send(SIGUSR1, { group: 0, targetTid: 882 });
  scene.send(SIGUSR1);
  t.equal(scene.take(SIGUSR1, 2), '3 handled', 'the thread’s own');
  scene.send(40);
  scene.send(40);
  t.equal(
    scene.take(40, 2),
    '5 handled',
    'real-time signals are all queued, the first is taken first',
  );
  t.equal(scene.take(40, 2), '6 handled');
  t.end();
});

void t.test('what was taken is told, however late the delivery comes', (t) => {
  const late = (ktimeMs: number, toldUntil: number) => {
    const scene = new Scene();
    scene.glimpse = RUNNING;
    scene.send(SIGUSR1);
    scene.due(10_100, 50);
    scene.due(10_500, toldUntil);
    return scene.take(SIGUSR1, 2, { ktime: kernelSignal().ktime + BigInt(ktimeMs) * MS });
  };
  t.equal(late(60, 55), '1 handled');
  t.equal(late(10_400, 55), '', 'it was not waiting any more by then');
  t.equal(late(60, 10_300), '', 'by then it had been told');
  t.end();
});

void t.test('a core may take long to be written', (t) => {
  const scene = new Scene();
  scene.glimpse = RUNNING;
  scene.send(SIGABRT);
  scene.take(SIGABRT, 0);
  scene.due(60_000);
  t.equal(scene.end(SIGABRT | 0x80), '1 dumped, exit SIGABRT of 1');
  t.end();
});

void t.test('a pid that is used again is another process', (t) => {
  const scene = new Scene();
  scene.send(SIGTERM);
  t.equal(scene.end(15, {}, STARTED + 1n), '', 'of the next one');
  scene.send(SIGUSR1, { targetStartTimeNs: STARTED + 1n });
  t.equal(scene.take(SIGTERM, 2), '', 'what the first one got is none of its business');
  t.equal(scene.end(10, {}, STARTED + 1n), '2 terminated, exit SIGUSR1 of 2');
  t.end();
});

void t.test('an exit names what the process had got: no SIGCHLD, and the last 64', (t) => {
  const scene = new Scene();
  scene.send(SIGCHLD);
  t.equal(scene.end(0), '', 'it got nothing else');
  for (let i = 0; i < 70; i++) scene.send(SIGUSR1);
  const [record] = scene.outcomes.exited(exit({ status: 0 }), NOBODY).map((draft) => draft());
  t.match(record, { signal_ids: { length: 64, 0: '1-1-8', 63: '1-1-71' } });
  t.end();
});

void t.test('a target that was not found has no outcome', (t) => {
  const scene = new Scene();
  scene.send(SIGTERM, { targetPid: 0, targetStartTimeNs: 0n });
  t.equal(scene.take(SIGTERM, 2), '');
  t.equal(scene.end(15), '');
  t.end();
});

void t.test('too many that wait are forgotten, the oldest first, and counted', (t) => {
  const scene = new Scene();
  for (let i = 0; i < 1030; i++) scene.send(40);
  t.equal(scene.outcomes.forgotten, 6);
  for (let i = 0; i < 6; i++) t.equal(scene.take(40, 2), '', 'they are delivered first');
  t.equal(scene.take(40, 2), '7 handled');
  t.equal(scene.take(40, 2), '8 handled');
  t.end();
});

void t.test('an escalation is told when it has ended the process', (t) => {
  const scene = new Scene();
  scene.send(SIGTERM);
  scene.take(SIGTERM, 2);
  scene.send(SIGKILL);
  t.equal(
    scene.end(9),
    '2 terminated, exit SIGKILL of 1 2, SIGTERM handled > SIGKILL terminated in 1 ms',
  );
  t.end();
});

void t.test('many steps, one of them ignored', (t) => {
  const scene = new Scene();
  scene.send(SIGINT, { result: 1, targetState: TARGET_STATE.ignores });
  scene.send(SIGUSR1);
  scene.send(SIGTERM);
  scene.send(SIGTERM);
  scene.send(SIGKILL);
  t.match(
    scene.end(9),
    /SIGINT ignored > SIGUSR1 \? > SIGTERM \? > SIGTERM \? > SIGKILL terminated in 4 ms$/,
  );
  t.end();
});

void t.test(
  'an escalation that does not end it is told after 10 s, and again when it goes on',
  (t) => {
    const scene = new Scene();
    scene.send(SIGTERM);
    scene.take(SIGTERM, 2);
    scene.send(SIGABRT);
    scene.take(SIGABRT, 2);
    t.equal(scene.due(9000), '');
    t.equal(scene.due(10_100), 'SIGTERM handled > SIGABRT handled in 1 ms');
    t.equal(scene.due(30_000), '');
    t.equal(scene.finish(30_000), '');
    t.end();
  },
);

void t.test('what is no escalation', (t) => {
  const table: [string, (scene: Scene) => void][] = [
    ['one signal', (scene) => scene.send(SIGKILL)],
    ['another request', (scene) => [scene.send(SIGINT), scene.send(SIGTERM)]],
    ['the same again', (scene) => [scene.send(SIGTERM), scene.send(SIGTERM)]],
    ['what it does to itself', (scene) => [scene.send(SIGTERM), scene.send(SIGABRT, SELF)]],
    [
      'it is dying already',
      (scene) => [
        scene.send(SIGTERM),
        scene.send(SIGKILL, { result: 1, targetState: TARGET_STATE.groupExit }),
      ],
    ],
  ];
  for (const [what, happens] of table) {
    const scene = new Scene();
    happens(scene);
    t.notMatch(scene.end(0), '>', what);
  }
  t.end();
});

void t.test('an exit names the signal that asked for it, the last that was handled', (t) => {
  const cases: [signals: number[], asked: string | undefined][] = [
    [[SIGTERM], '1-1-1'],
    [[SIGTERM, SIGINT], '1-1-2'],
    [[SIGTERM, SIGCONT], '1-1-1'],
    [[SIGABRT], undefined],
  ];
  for (const [signals, asked] of cases) {
    const scene = new Scene();
    for (const signo of signals) {
      scene.send(signo);
      scene.take(signo, 2);
    }
    const gone = scene.outcomes.exited(exit({ status: 0 }), NOBODY).at(-1)?.();
    const record = gone?.type === 'exit' ? gone : undefined;
    t.equal(record?.asked_by, asked, signals.join());
    t.equal(typeof record?.after_ns, asked === undefined ? 'undefined' : 'number');
  }
  t.end();
});

void t.test('a delivery that fits no traced signal has an outcome of its own', (t) => {
  const told = (tracesAll: boolean, other: Partial<Delivery>) => {
    const outcomes = new Outcomes(
      { readStatus: undefined, seesContinue: true, tracesAll: () => tracesAll },
      wallAt,
    );
    const process = { read: () => ({ pid: 882, comm: 'nginx' }) } as unknown as End;
    const own = { startTimeNs: 1n, process };
    const records = outcomes.delivered(delivery(other), own, 0).map((make) => make());
    return { records, unseen: outcomes.unseen };
  };
  const perf = { signo: 5, siCode: 6, handler: 2, tid: 883 };
  t.match(told(true, perf), {
    records: [
      {
        type: 'outcome',
        signal_id: undefined,
        signal: 'SIGTRAP',
        origin: 'perf',
        sender: null,
        target: { pid: 882 },
        outcome: 'handled',
        taken_by: 883,
        fatal: false,
        latency_ns: undefined,
      },
    ],
    unseen: 1,
  });
  const other = { signo: 10, siCode: 0, handler: 1 };
  t.match(told(true, other).records, [{ outcome: 'discarded', origin: undefined }]);
  t.equal(told(true, other).unseen, 0);
  t.same(told(false, other).records, [], 'a filter may have left its signal out');
  const outcomes = new Outcomes(
    { readStatus: undefined, seesContinue: true, tracesAll: () => true },
    wallAt,
  );
  const early = outcomes.delivered(delivery(other), NOBODY, 0, false);
  t.same(early, [], 'nor where the trace has not begun');
  t.same(told(true, { ...perf, handler: 0 }), { records: [], unseen: 1 }, 'its end is not watched');
  t.end();
});

void t.test('a core that is cut short', (t) => {
  const scene = new Scene();
  scene.glimpse = { ...RUNNING, dumpsCore: true };
  scene.send(SIGABRT);
  t.equal(scene.take(SIGABRT, 0), '');
  t.equal(scene.due(50), '1 dumping');
  scene.send(SIGKILL);
  t.equal(scene.take(SIGKILL, 0), '');
  const ended = scene.end(SIGKILL);
  t.equal(ended, '1 dumping, cut short by 2, 2 terminated, exit SIGKILL of 1 2');
  t.end();
});

void t.test('what nobody follows has no outcome, and is counted', (t) => {
  const scene = new Scene();
  scene.glimpse = RUNNING;
  scene.send(SIGUSR1, { targetState: TARGET_STATE.untracked });
  t.equal(scene.due(300), '', 'it is not known to be taken');
  t.equal(scene.outcomes.forgotten, 1);
  t.end();
});

void t.test('who sends itself a signal has not stopped; an interrupt proves nothing', (t) => {
  const scene = new Scene();
  scene.send(SIGTSTP);
  t.equal(scene.take(SIGTSTP, 0), '');
  const interrupt = { ...SELF, siCode: 128, call: -1, stack: ['it_real_fn'] };
  t.equal(scene.send(14, interrupt), '', 'it may be about to stop');
  t.equal(scene.send(SIGUSR1, SELF), '1 discarded');
  t.end();
});
