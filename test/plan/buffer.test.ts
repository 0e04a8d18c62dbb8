import fc from 'fast-check';
import t from 'tap';

import { type BufferHost, bufferPages } from '../../src/plan/buffer.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const KIB = 1024;

function host(perCpu: boolean, cpus: number, memoryBytes: number, pageBytes = 4 * KIB): BufferHost {
  return { perCpu, cpus, memoryBytes, pageBytes };
}

void t.test('by default as much as a burst needs, of the memory that there is', (t) => {
  const cases: [string, BufferHost, number][] = [
    ['one ring on a large machine', host(false, 64, 64 * GIB), 256 * MIB],
    ['one ring on a small one: a 32nd', host(false, 2, GIB), 32 * MIB],
    ['one ring on a tiny one: the least', host(false, 1, 4 * MIB), MIB / 4],
    ['a buffer a CPU: no more than it can use', host(true, 2, 64 * GIB), 16 * MIB],
    ['a buffer a CPU: they share', host(true, 64, 64 * GIB), 4 * MIB],
    ['a buffer a CPU: the least of each', host(true, 1024, GIB), MIB / 4],
    ['as many bytes in larger pages', host(true, 2, 64 * GIB, 64 * KIB), 16 * MIB],
    ['the least, in larger pages', host(true, 1024, GIB, 64 * KIB), MIB / 4],
  ];
  for (const [what, of, bytes] of cases) t.equal(bufferPages(of) * of.pageBytes, bytes, what);
  t.end();
});

void t.test('as much as is asked for, all together', (t) => {
  t.equal(bufferPages(host(false, 2, GIB), 512 * MIB) * 4096, 512 * MIB);
  t.equal(bufferPages(host(true, 2, GIB), 512 * MIB) * 4096, 256 * MIB);
  t.equal(bufferPages(host(false, 2, GIB), 100 * MIB) * 4096, 64 * MIB, 'down to a power of two');
  t.end();
});

void t.test('always a power of two, and never more than asked for but for the least', (t) => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 1, max: 8192 }),
      fc.integer({ min: 256 * 1024, max: 64 * GIB }),
      fc.constantFrom(4 * KIB, 16 * KIB, 64 * KIB),
      (perCpu, cpus, bytes, page) => {
        const pages = bufferPages(host(perCpu, cpus, 16 * GIB, page), bytes);
        const each = pages * page;
        const together = each * (perCpu ? cpus : 1);
        return Number.isInteger(Math.log2(pages)) && (each === MIB / 4 || together <= bytes);
      },
    ),
  );
  t.end();
});
