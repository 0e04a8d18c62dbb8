import fc from 'fast-check';
import t from 'tap';

import { BoundedQueue } from '../../src/pipeline/bounded-queue.js';

function mailbox(high = 4) {
  const pressure: boolean[] = [];
  return { box: new BoundedQueue<number>(high, (full) => pressure.push(full)), pressure };
}

async function readAll(box: BoundedQueue<number>): Promise<number[]> {
  const read: number[] = [];
  for await (const batch of box) read.push(...batch);
  return read;
}

void t.test('what was put before, during and until the end is read, in order', async (t) => {
  const { box } = mailbox();
  box.put([1, 2]);
  box.put([]);
  const reading = readAll(box);
  await Promise.resolve();
  box.put([3]);
  await new Promise(setImmediate);
  box.put([4, 5]);
  box.put([6]);
  box.close();
  box.put([7]);
  t.strictSame(await reading, [1, 2, 3, 4, 5, 6], 'and nothing after it');
});

void t.test('an error comes after all that was put before it', async (t) => {
  const { box } = mailbox();
  const read: number[] = [];
  box.put([1]);
  box.close(new Error('over'));
  await t.rejects(
    (async () => {
      for await (const batch of box) read.push(...batch);
    })(),
    { message: 'over' },
  );
  t.strictSame(read, [1]);
});

void t.test('closed while the reader waits, with and without an error', async (t) => {
  for (const error of [undefined, new Error('over')]) {
    const { box } = mailbox();
    const reading = readAll(box);
    await new Promise(setImmediate);
    box.close(error);
    if (error === undefined) t.strictSame(await reading, []);
    else await t.rejects(reading, error);
  }
});

void t.test('the source is held up past the mark, and let go below half of it', async (t) => {
  const { box, pressure } = mailbox(4);
  box.put([1, 2]);
  box.put([3, 4]);
  t.strictSame(pressure, [], 'up to the mark all is well');
  box.put([5]);
  box.put([6]);
  t.strictSame(pressure, [true], 'said once');
  box.close();
  let left = 6;
  for await (const batch of box) {
    t.equal(pressure.length, left >= 2 ? 1 : 2, `${left} wait`);
    left -= batch.length;
  }
  t.strictSame(pressure, [true, false]);
});

void t.test('a batch counts as waiting until the reader comes for the next one', async (t) => {
  const { box, pressure } = mailbox(2);
  box.put([1, 2, 3]);
  const reader = box[Symbol.asyncIterator]();
  await reader.next();
  t.strictSame(pressure, [true]);
  const next = reader.next();
  await new Promise(setImmediate);
  t.strictSame(pressure, [true, false]);
  box.close();
  t.strictSame(await next, { value: undefined, done: true });
});

void t.test('whoever stops reading gets no error', async (t) => {
  const { box } = mailbox();
  box.put([1]);
  box.put([2]);
  box.close(new Error('over'));
  for await (const batch of box) {
    t.strictSame(batch, [1]);
    break;
  }
});

void t.test('nothing is lost, doubled or turned round, however it is put and read', async () => {
  const batches = fc.array(fc.tuple(fc.array(fc.nat(9), { maxLength: 5 }), fc.boolean()));
  await fc.assert(
    fc.asyncProperty(batches, fc.integer({ min: 1, max: 9 }), async (puts, high) => {
      const { box, pressure } = mailbox(high);
      const reading = readAll(box);
      for (const [batch, pause] of puts) {
        box.put(batch);
        if (pause) await new Promise(setImmediate);
      }
      box.close();
      const expected = puts.flatMap(([batch]) => batch);
      const same = JSON.stringify(await reading) === JSON.stringify(expected);
      // Each hold is followed by a release, the last one too.
      return (
        same && pressure.every((full, i) => full === (i % 2 === 0)) && pressure.length % 2 === 0
      );
    }),
  );
});
