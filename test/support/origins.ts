import { constants } from 'node:os';

import t, { type Test } from 'tap';

import { ACTORS } from './actors.js';
import { type Ended, LiveTrace } from './live-trace.js';
import { cannotTrace } from './needs.js';
import { PATIENCE } from './patience.js';
import { type Puppet, puppet } from './python.js';
import { until } from './until.js';

/** Comm of every target; the trace asks for it, so that it sees nobody else's signals. */
export const NAME = `og${process.pid}`;
/** Comm of every sender. */
export const SENDER = `s${NAME}`;

type Fields = Record<string, unknown>;
/** A process that plays a part, by what its actor calls it, and what is said of it besides. */
export type Who = (role: string, more?: Fields) => Fields & { pid: number };

type Death = 'terminated' | 'dumped';

/** The expected record of a signal, its outcome and its end. */
export interface Told {
  /** Fields of its record; `signal`, and the target's pid and tid tell which one it is. */
  readonly signal: Fields & { signal: string; signo: number; target: Fields };
  /** Which of its kind to this target; the first is 0. */
  readonly nth?: number;
  /** The outcome; null where none is reported. Not checked where it is left out. */
  readonly outcome?:
    Death | 'handled' | 'stopped' | 'continued' | 'discarded' | 'taken' | 'pending' | null;
  /** Fields of the outcome besides. */
  readonly more?: Fields;
  /** The end of its target, where another cause ended it. */
  readonly exit?: Fields;
}

/** One origin of signals: the actor that causes it, and the expected records. */
export interface Case {
  readonly what: string;
  /** The reason why it can't happen here, or false. */
  readonly skip?: string | false;
  /** The actor's; it says one line: the parts and who plays them. */
  readonly actor: string;
  /** An interrupt brings it, maybe while a program of the trace runs: any kernel skips it then. */
  readonly anyTime?: true;
  told(who: Who): readonly Told[];
  /** A condition on all signals that were reported. */
  together?(t: Test, signals: readonly Fields[]): void;
}

/** si_code by name. A signal's own are numbered from 1, and named once here. */
const CODES = {
  SI_USER: 0,
  SI_KERNEL: 128,
  SI_QUEUE: -1,
  SI_TIMER: -2,
  SI_MESGQ: -3,
  SI_ASYNCIO: -4,
  SI_SIGIO: -5,
  SI_TKILL: -6,
  ILL_ILLOPC: 1,
  ILL_ILLOPN: 2,
  FPE_INTDIV: 1,
  SEGV_MAPERR: 1,
  SEGV_ACCERR: 2,
  BUS_ADRERR: 2,
  CLD_EXITED: 1,
  CLD_KILLED: 2,
  CLD_DUMPED: 3,
  CLD_TRAPPED: 4,
  CLD_STOPPED: 5,
  CLD_CONTINUED: 6,
  POLL_IN: 1,
  SYS_SECCOMP: 1,
  SYS_USER_DISPATCH: 2,
  TRAP_BRKPT: 1,
} as const;

/** The fields of a record that describe the signal itself. */
export function kind(
  signal: string,
  code: keyof typeof CODES,
  scope: 'process' | 'thread' = 'process',
  result = 'delivered',
) {
  const realTime = /^SIGRTMIN\+(\d+)$/.exec(signal)?.[1];
  const signo =
    realTime === undefined
      ? constants.signals[signal as NodeJS.Signals]
      : 34 + Number.parseInt(realTime);
  return { signal, signo, code, si_code: CODES[code], errno: 0, scope, result };
}

/** A signal from one process to another: origin, sender, target. */
export function from(who: Who, origin: string, target = who('target')) {
  return { origin, sender: who('sender'), target };
}

/** A signal without a sender; the current task was the target itself. */
export function itself(who: Who, origin: string, target = who('target')) {
  return { origin, ...nobody(target), target };
}

/** The current task of a signal without a sender. */
export function nobody(current: Fields = { pid: isNumber, tid: isNumber, comm: isString }) {
  const { pid, tid, comm } = current;
  return { sender: null, current: { pid, tid, comm } };
}

export const isNumber = (value: unknown) => typeof value === 'number';
export const isString = (value: unknown) => typeof value === 'string';

/** Lets all of it happen under one trace, and looks at what was told of each. */
export function tellsOf(what: string, cases: readonly Case[], also?: (t: Test) => Promise<void>) {
  void t.test(what, { skip: cannotTrace }, async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '--to', NAME]);
    const playing = new Map<Case, Puppet>();
    for (const each of cases) {
      if (each.skip === undefined || each.skip === false) playing.set(each, actor(t, each.actor));
    }
    const silent: string[] = [];
    const missed: { readonly told: Told; readonly anyTime: boolean }[] = [];
    for (const each of cases) {
      await t.test(each.what, { skip: each.skip ?? false }, async (t) => {
        const heard = async (from = playing.get(each)) => {
          const said = (await from?.hears()) ?? {};
          return each.told((role, more = {}) => process_(said, role, more));
        };
        let expected = await heard();
        // The kernel skips a program where it finds another one at work, or one that was preempted.
        for (let left = 2; left > 0 && !(await comes(trace, expected)); left--) {
          missed.push(...expected.map((told) => ({ told, anyTime: each.anyTime ?? false })));
          expected = await heard(actor(t, each.actor));
        }
        const signals: Fields[] = [];
        for (const told of expected) {
          signals.push(await tells(t, trace, told));
          if (told.outcome === null) silent.push(String(signals.at(-1)?.['id']));
        }
        each.together?.(t, signals);
      });
    }
    await also?.(t);
    const over = await trace.stop();
    ended(t, over, trace, silent);
    const untold = missed.filter(({ told }) => recordOf(told, trace) === undefined);
    // Not every kernel counts them.
    const skipped = over.end.skipped ?? untold.filter(({ anyTime }) => anyTime).length;
    // An emulated bpftrace that gets no time for 10 s is started anew.
    const gap = PATIENCE > 1 && over.end.incarnations > 1;
    t.ok(untold.length <= skipped || gap, 'what was not told was skipped, and counted', {
      untold: untold.map(({ told }) => told.signal),
      skipped: over.end.skipped,
      told: brief(trace),
    });
  });
}

/** Starts an actor that ends, and all its children with it, before the test does. */
export function actor(t: Test, script: string): Puppet {
  const playing = puppet(t, NAME, `${ACTORS}\n${script}\nends()\n`);
  t.teardown(async () => {
    playing.dismiss();
    const patience = new Promise((resolve) => setTimeout(resolve, 5000).unref());
    await Promise.race([playing.ended, patience]);
  });
  return playing;
}

function process_(said: Readonly<Record<string, number>>, role: string, more: Fields) {
  const pid = said[role];
  if (pid === undefined) throw new Error(`no ${role} in ${JSON.stringify(said)}`);
  const comm = role === 'sender' ? SENDER : NAME;
  return { pid, tid: pid, comm, uid: 0, ...more };
}

/** Looks at a signal, what became of it, and how its target ended; gives back the signal's record. */
async function tells(t: Test, trace: LiveTrace, told: Told): Promise<Fields> {
  const record = await until(
    () => recordOf(told, trace),
    () => `no ${JSON.stringify(told.signal)} in\n${brief(trace).join('\n')}`,
  );
  const expected = { ignored_why: undefined, current: undefined, ...told.signal };
  // A wrong record fails here, and is not waited for below.
  if (!t.strictSame(spokenOf(record, expected), expected, 'the signal')) return record;
  if (told.outcome !== undefined && told.outcome !== null) {
    await became(t, trace, told, record);
  }
  if (told.exit !== undefined) await exits(t, trace, told.exit, record);
  return record;
}

function recordOf({ signal, nth = 0 }: Told, trace: LiveTrace): Fields | undefined {
  const { target } = signal;
  const one = (record: Fields) => {
    const to = record['target'] as Fields;
    const same = record['signal'] === signal.signal;
    return same && to['pid'] === target['pid'] && to['tid'] === target['tid'];
  };
  return trace.all('signal').filter(one)[nth];
}

/** Whether all of these are told before long. */
async function comes(trace: LiveTrace, all: readonly Told[]): Promise<boolean> {
  const told = () => all.every((each) => recordOf(each, trace) !== undefined);
  return until(told, '', 10).catch(() => false);
}

/** A line for each signal. */
function brief(trace: LiveTrace): string[] {
  return trace.signals.map((record) => {
    const { signal, code, result, target } = record;
    const { pid, tid, comm } = target;
    return `${signal} ${code ?? ''} ${result} ${comm}[${pid ?? '?'}, ${tid}]`;
  });
}

async function became(t: Test, trace: LiveTrace, told: Told, signal: Fields) {
  const { outcome } = told;
  const fatal = outcome === 'terminated' || outcome === 'dumped';
  const { signal: name, signo, origin, sender, target } = signal;
  const exit = { signal: name, signo, core: outcome === 'dumped' };
  const expected: Fields = {
    outcome,
    signal: name,
    signo,
    origin,
    ...(outcome === 'pending'
      ? {}
      : { fatal, latency_ns: outcome === 'taken' ? undefined : isNumber }),
    taken_by: ['handled', 'discarded', 'stopped'].includes(String(outcome))
      ? (target as Fields)['tid']
      : undefined,
    exit: fatal ? exit : undefined,
    reraise_of: undefined,
    inferred: undefined,
    ...told.more,
  };
  const record = await trace.told('outcome', ({ signal_id }) => signal_id === signal['id']);
  t.strictSame(spokenOf(record, expected), expected, 'what became of it');
  t.strictSame(samePid(record['target']), samePid(target), 'of its target');
  t.strictSame(samePid(record['sender']), samePid(sender), 'by its sender');
  if (fatal) await exits(t, trace, exit, signal);
}

async function exits(t: Test, trace: LiveTrace, exit: Fields, signal: Fields) {
  const pid = samePid(signal['target']);
  const record = await trace.told('exit', ({ target }) => samePid(target) === pid);
  t.strictSame(spokenOf(record['exit'], exit), exit, 'how its target ended');
  const ids = record['signal_ids'];
  t.ok(Array.isArray(ids) && ids.includes(signal['id']), 'and of which signals');
}

function samePid(process: unknown): unknown {
  return process === null || process === undefined ? process : (process as Fields)['pid'];
}

/**
 * What of a record a test speaks of: the fields that it expects, and no others. A function stands
 * for each value that it says yes to, a pattern for each text that it matches.
 */
export function spokenOf(actual: unknown, expected: unknown): unknown {
  if (typeof expected === 'function') {
    return (expected as (value: unknown) => boolean)(actual) ? expected : actual;
  }
  if (expected instanceof RegExp) {
    return typeof actual === 'string' && expected.test(actual) ? expected : actual;
  }
  if (!isFields(expected) || !isFields(actual)) return actual;
  const pairs = Object.entries(expected).map(
    ([key, value]) => [key, spokenOf(actual[key], value)] as const,
  );
  return Object.fromEntries(pairs);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every signal was told once, each death once, and of some no outcome. */
function ended(t: Test, { exitCode, end, signals }: Ended, trace: LiveTrace, silent: string[]) {
  t.equal(exitCode, 0);
  t.match(end, { lost: 0, unaccounted: 0, invalid: 0, filtered: 0, received: signals.length });
  const deaths = trace.all('exit').map(({ target }) => samePid(target));
  t.equal(new Set(deaths).size, deaths.length, 'no death twice');
  const fates = trace.all('outcome').map(({ signal_id }) => signal_id);
  for (const id of silent) t.notOk(fates.includes(id), `no outcome of ${id}`);
}
