import t from 'tap';

import { CapturedLines } from '../../src/source/captured-lines.js';
import { printfLine } from '../support/bpftrace-json.js';

const proof = (ktime: number) => printfLine(Buffer.from(`c|${ktime}`));

void t.test('each read is decoded and handed on, in order, until the end', async (t) => {
  const seen: bigint[][] = [];
  let rests = 0;
  const source = new CapturedLines(
    [[proof(1), proof(2)], [], [proof(3)]],
    { onEvents: (events) => seen.push(events.flatMap((e) => (e.kind === 'proof' ? e.ktime : []))) },
    () => {
      rests++;
      return Promise.resolve();
    },
  );
  await source.ended;
  t.strictSame(seen, [[1n, 2n], [], [3n]]);
  t.equal(rests, 3);
});

void t.test('a paused source goes on when it is resumed', async (t) => {
  let reads = 0;
  const source = new CapturedLines([[proof(1)], [proof(2)]], {
    onEvents: () => {
      reads++;
      source.pause();
    },
  });
  await new Promise(setImmediate);
  t.equal(reads, 1);
  source.resume();
  await source.ended;
  t.equal(reads, 2);
});
