import t from 'tap';

import { MadeRecord, type StreamRecord } from '../../src/records/stream-record.js';
import { TraceReader } from '../../src/smoke/trace-reader.js';

const WARNING = new MadeRecord({
  type: 'warning',
  time: '',
  epoch_us: 0,
  code: 'x',
  message: 'm',
});

/** A trace that yields a batch whenever `next` is called, until it is stopped or fails. */
class ScriptedTrace {
  readonly stops: string[] = [];
  #resolve: (step: StreamRecord[] | Error | undefined) => void = () => undefined;

  next(step: StreamRecord[] | Error): void {
    this.#resolve(step);
  }

  stop(reason: string): void {
    this.stops.push(reason);
    this.#resolve(undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly StreamRecord[], void> {
    for (;;) {
      const step = await new Promise<StreamRecord[] | Error | undefined>((resolve) => {
        this.#resolve = resolve;
      });
      if (step === undefined) return;
      if (step instanceof Error) throw step;
      yield step;
    }
  }
}

function reading() {
  const trace = new ScriptedTrace();
  const interruption = new AbortController();
  const batches: (readonly StreamRecord[])[] = [];
  const reader = new TraceReader(trace, interruption.signal, (records) => batches.push(records));
  return { trace, interruption, batches, reader };
}

void t.test('a wait ends with the record that it is for', async (t) => {
  const { trace, batches, reader } = reading();
  const found = reader.until(() => (reader.records.length >= 2 ? 'found' : undefined), 60_000);
  for (let i = 0; i < 2; i++) {
    await new Promise(setImmediate);
    trace.next([WARNING]);
  }
  t.equal(await found, 'found');
  t.strictSame(batches, [[WARNING], [WARNING]]);
  await reader.close();
});

void t.test('a wait ends with the patience, and with the trace', async (t) => {
  const { trace, reader } = reading();
  const none = (): string | undefined => undefined;
  t.equal(await reader.until(none, 10), undefined);
  const waiting = reader.until(none, 60_000);
  trace.next(new Error('bpftrace is gone'));
  t.equal(await waiting, undefined);
  t.match(reader.error, { message: 'bpftrace is gone' });
});

void t.test('a wait that is interrupted throws the reason', async (t) => {
  const { interruption, reader } = reading();
  const waiting = reader.until(() => undefined, 60_000);
  interruption.abort(new Error('SIGINT'));
  await t.rejects(waiting, { message: 'SIGINT' });
  await reader.close();
});

void t.test('a trace that goes on is stopped twice when it is closed, else once', async (t) => {
  const first = reading();
  await first.reader.close();
  t.strictSame(first.trace.stops, ['smoke', 'smoke']);
  const second = reading();
  await second.reader.end();
  t.strictSame(second.trace.stops, ['smoke']);
});
