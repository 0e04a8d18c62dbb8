import { setTimeout as sleep } from 'node:timers/promises';

import t from 'tap';

import { OutputSet } from '../../src/cli/output-set.js';
import { showRecords } from '../../src/cli/show-records.js';
import type { TraceRecord } from '../../src/records/records.js';
import { MadeRecord, type StreamRecord } from '../../src/records/stream-record.js';
import { memoryOutput } from '../support/memory-output.js';

const record = (type: string) => new MadeRecord({ type } as TraceRecord);

void t.test('the head comes with the first batch, what is held back at the end', async (t) => {
  const { output, texts, calls } = memoryOutput('stdout');
  const seen: string[] = [];
  async function* batches() {
    await sleep(0);
    yield [record('ready')];
    yield [record('signal'), record('end')];
  }
  const outputs = new OutputSet([output], () => t.fail('nothing fails'));
  await showRecords(batches(), outputs, ({ type }) => seen.push(type));
  t.equal(texts.join(''), 'HEAD ready signal end FLUSH');
  t.same(seen, ['ready', 'signal', 'end']);
  t.equal(calls.closed, 1);
});

void t.test('a trace that does not begin shows no head', async (t) => {
  const { output, texts } = memoryOutput('stdout');
  // eslint-disable-next-line require-yield
  async function* batches(): AsyncGenerator<readonly StreamRecord[]> {
    await sleep(0);
    throw new Error('no bpftrace');
  }
  const outputs = new OutputSet([output], () => undefined);
  await t.rejects(
    showRecords(batches(), outputs, () => undefined),
    /no bpftrace/,
  );
  t.same(texts, ['FLUSH']);
});

void t.test('rows that are due are written while no record comes', async (t) => {
  const { output, texts } = memoryOutput('stdout');
  const due = ['', 'DUE '];
  const format = { ...output.format, due: () => due.shift() ?? '' };
  async function* batches() {
    yield [record('signal')];
    await sleep(300);
  }
  await showRecords(
    batches(),
    new OutputSet([{ ...output, format }], () => undefined),
    () => undefined,
  );
  t.equal(texts.join(''), 'HEAD signal DUE FLUSH');
});
