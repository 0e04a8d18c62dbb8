import t from 'tap';

import { traceSignals, type TraceSignalsOptions } from '../src/trace-signals.js';

async function first(options: unknown): Promise<unknown> {
  for await (const record of traceSignals(options as TraceSignalsOptions)) return record;
  return undefined;
}

void t.test('a caller without types is told what is wrong', async (t) => {
  const wrong: [unknown, RegExp][] = [
    [{ cuont: 1 }, /There is no option cuont/],
    [{ filter: { form: [] } }, /There is no option form/],
    [{ signal: 'SIGTERM' }, /signal is no AbortSignal/],
    [{ filter: { signals: { except: false, numbers: [65] } } }, /65/],
    [{ probe: 'uprobe' }, /uprobe/],
  ];
  for (const [options, message] of wrong) {
    await t.rejects(first(options), { code: 'usage', message }, JSON.stringify(options));
  }
});

void t.test('a trace that is aborted before it begins yields nothing', async (t) => {
  t.equal(await first({ signal: AbortSignal.abort(), bpftrace: '/no/such' }), undefined);
});
