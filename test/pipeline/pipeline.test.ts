// The whole pipeline on captured lines, without root or kernel.
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

import t from 'tap';

import { OomLog } from '../../src/host/oom-log.js';
import { Identities } from '../../src/identity/identities.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import type { TraceRecord } from '../../src/records/records.js';
import { signalEvent } from '../support/kernel-signal.js';
import { capturedLines, replay, stillClock } from '../support/replay.js';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const STORM = 'storms/0.17.0.ndjson';

for (const folder of ['captured', 'storms']) {
  const files = readdirSync(new URL(folder, FIXTURES)).filter((name) => name.endsWith('.ndjson'));
  for (const file of files) {
    void t.test(`${folder}/${file} gives the records that it always gave`, async (t) => {
      const { text } = await replay(capturedLines(`${folder}/${file}`));
      const expected = readFileSync(new URL(`replayed/${folder}-${file}`, FIXTURES), 'utf8');
      const [is, was] = [text, expected].map((all) => all.split('\n'));
      t.equal(is?.length, was?.length, 'as many lines');
      const at = is?.findIndex((line, i) => line !== was?.[i]) ?? -1;
      t.equal(is?.[at], was?.[at], 'byte for byte');
    });
  }
}

void t.test('each line says what its record says', async (t) => {
  for (const ancestors of [true, false]) {
    const { records, text } = await replay(capturedLines(STORM), { ancestors });
    const lines = text.split('\n').slice(0, -1);
    t.equal(lines.length, records.length);
    const differing = records.filter((record, i) => !isDeepStrictEqual(record, parsed(lines[i])));
    t.strictSame(differing, []);
  }
});

function parsed(line = ''): unknown {
  return JSON.parse(line);
}

const ofType = (records: readonly TraceRecord[], type: TraceRecord['type']) =>
  records.filter((record) => record.type === type);

void t.test('what the filter does not want is dropped and counted', async (t) => {
  const { records } = await replay(capturedLines(STORM), {
    wantsSignal: ({ signo, origin }) => signo === 15 && origin === 'kill',
    wantsAttempt: () => false,
  });
  const signals = ofType(records, 'signal') as Extract<TraceRecord, { type: 'signal' }>[];
  t.ok(signals.length > 0);
  t.ok(signals.every(({ signal, origin }) => signal === 'SIGTERM' && origin === 'kill'));
  t.strictSame(ofType(records, 'attempt'), []);
  const end = records.at(-1) as Extract<TraceRecord, { type: 'end' }>;
  t.equal(end.received, end.emitted + end.filtered + end.invalid);
  t.equal(end.emitted, signals.length);
  t.equal(end.unaccounted, 0);
});

void t.test('a limit lets so many signals pass, and says that it is reached', async (t) => {
  const { records, limits } = await replay(capturedLines(STORM), { limit: 7 });
  t.equal(ofType(records, 'signal').length, 7);
  t.ok(limits > 0);
  t.match(records.at(-1), { emitted: 7, unaccounted: 0 });
});

void t.test('without a program that tracks outcomes none are told', async (t) => {
  const { records } = await replay(
    capturedLines(STORM).filter((line) => !/"data": "[dx]\|/.test(line)),
    { tracksOutcomes: false },
  );
  t.strictSame(ofType(records, 'outcome'), []);
  t.ok(ofType(records, 'signal').length > 100);
});

void t.test('a slow reader fills the queue, and a quick one empties it', async (t) => {
  const full: boolean[] = [];
  const pipeline: Pipeline = new Pipeline({
    identities: new Identities(
      {
        commandLines: false,
        ancestors: false,
        proc: false,
        cgroups: { mount: undefined, only: true, named: false, told: false },
      },
      () => 0,
    ),
    oom: new OomLog('/dev/null'),
    outcomes: { readStatus: undefined, seesContinue: false },
    clocks: { now: () => 0, nowNs: () => 0n, wallNow: () => 0n, wall: stillClock() },
    onFull: () => full.push(pipeline.full),
    onLimit: () => undefined,
  });
  const run = pipeline.begin(
    {
      tracksOutcomes: false,
      kernelSkips: 'none',
      looksUp: false,
      wantsSignal: undefined,
      wantsAttempt: undefined,
    },
    { tick: () => undefined, proven: () => true, drained: () => undefined },
  );
  pipeline.accept(run, [{ kind: 'proof', ktime: 1n, slept: undefined }]);
  const events = Array.from({ length: 25_000 }, (_, i) =>
    signalEvent({ cpu: 0, seq: i + 1, ktime: BigInt(i), processKey: '' }),
  );
  pipeline.accept(run, events);
  await pipeline.finish(run);
  t.strictSame(full, [true]);
  pipeline.close();
  let read = 0;
  for await (const batch of pipeline.read()) read += batch.length;
  t.equal(read, 25_000);
  t.strictSame(full, [true, false]);
});
