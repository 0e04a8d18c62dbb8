// The package as a program uses it: the built library, on this kernel.
import { getEventListeners } from 'node:events';

import { execa } from 'execa';
import t from 'tap';

import type * as Library from '../../src/index.js';
import { descendants, ROOT, storm, untraceable } from '../support/life.js';
import { until } from '../support/until.js';

const skip = untraceable();
const { SignalsTraceError, traceSignals } = (await import(
  `${ROOT}/dist/index.js`
)) as typeof Library;

const tracing = () => descendants(process.pid).some(({ command }) => command.includes('-f json'));

/** All but the signals that a storm sends to itself is left out. */
function only(pid: number): Partial<Library.Filter> {
  return { signals: { except: false, numbers: [23] }, to: [{ kind: 'pid', pid }] };
}

void t.test('records, until the signal is aborted', { skip }, async (t) => {
  const source = storm(t);
  const controller = new AbortController();
  const { signal } = controller;
  const types: string[] = [];
  for await (const record of traceSignals({ signal, filter: only(source.pid) })) {
    types.push(record.type);
    if (record.type === 'ready') source.begin(3);
    if (record.type === 'signal') {
      t.match(record, { signal: 'SIGURG', signo: 23, target: { pid: source.pid } });
      if (types.length === 4) controller.abort();
    }
    if (record.type === 'end') t.match(record, { reason: 'aborted', emitted: 3, unaccounted: 0 });
  }
  t.strictSame(types, ['ready', 'signal', 'signal', 'signal', 'end']);
  t.strictSame(getEventListeners(signal, 'abort'), [], 'no listener is left');
  t.notOk(tracing());
});

void t.test('aborted before the start, nothing starts', { skip }, async (t) => {
  for await (const record of traceSignals({ signal: AbortSignal.abort() })) t.fail(record.type);
  t.notOk(tracing());
});

void t.test('aborted while it starts', { skip }, async (t) => {
  const controller = new AbortController();
  const records = traceSignals({ signal: controller.signal });
  const first = records.next();
  await until(tracing, 'the start');
  controller.abort();
  t.strictSame(await first, { done: true, value: undefined });
  t.notOk(tracing());
});

void t.test('leaving the loop ends bpftrace', { skip }, async (t) => {
  for await (const record of traceSignals()) {
    t.equal(record.type, 'ready');
    break;
  }
  t.notOk(tracing(), 'by the time that the loop is left');
});

void t.test(
  'an error thrown in the loop ends bpftrace, and is the one that is seen',
  { skip },
  async (t) => {
    const mine = new Error('mine');
    await t.rejects(async () => {
      for await (const record of traceSignals()) if (record.type === 'ready') throw mine;
    }, mine);
    t.notOk(tracing());
  },
);

void t.test('what is wrong is told by a SignalsTraceError', { skip }, async (t) => {
  const cases = [
    [{ bpftrace: '/no/such/bpftrace' }, 'bpftrace_not_found'],
    [{ bpftrace: '/bin/true' }, 'bpftrace_unusable'],
  ] as const;
  for (const [options, code] of cases) {
    const error: unknown = await traceSignals(options)
      .next()
      .then(
        () => t.fail(),
        (reason: unknown) => reason,
      );
    t.type(error, SignalsTraceError);
    t.match(error, { name: 'SignalsTraceError', code, hint: /\w/, message: /\w/ });
  }
});

void t.test('an option that is misspelt is refused', async (t) => {
  for (const options of [{ signals: ['TERM'] }, { filter: { form: [] } }, { signal: 'TERM' }]) {
    const records = traceSignals(options as object);
    await t.rejects(records.next(), {
      name: 'SignalsTraceError',
      code: 'usage',
      message: /sign|form/,
    });
  }
});

void t.test('nothing keeps the process once the trace has ended', { skip }, async (t) => {
  const program = `
    import { traceSignals } from '${ROOT}/dist/index.js';
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = JSON.stringify(listeners());
    for (let i = 0; i < 2; i++)
      for await (const { type } of traceSignals({ durationMs: 100 })) if (i === 1) break;
    console.log(before === JSON.stringify(listeners()));`;
  const { stdout, stderr, exitCode, timedOut } = await execa(
    'env',
    ['-u', 'NODE_OPTIONS', process.execPath, '--input-type=module', '-e', program],
    { reject: false, timeout: 30_000 },
  );
  t.match(
    { stdout, stderr, exitCode, timedOut },
    { stdout: 'true', stderr: '', exitCode: 0, timedOut: false },
  );
});
