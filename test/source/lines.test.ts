import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';

import fc from 'fast-check';
import t from 'tap';

import { readLines } from '../../src/source/lines.js';
import { CAPTURED } from '../support/captured.js';

/** The lines that come of these chunks, each written by itself. */
async function linesOf(chunks: Iterable<Uint8Array>): Promise<string[]> {
  const source = new PassThrough();
  const lines: string[] = [];
  const { ended } = readLines(source, (batch) => lines.push(...batch));
  for (const chunk of chunks) source.write(chunk);
  source.end();
  await ended;
  return lines;
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

void t.test('what was captured, cut anywhere, is the same lines', async (t) => {
  for (const { bpftrace, bytes, lines } of CAPTURED) {
    const property = fc.asyncProperty(fc.array(fc.nat()), async (at) => {
      assert.deepEqual((await linesOf(cut(bytes, at))).filter(Boolean), lines.filter(Boolean));
    });
    await t.resolves(fc.assert(property, { numRuns: 20 }), bpftrace);
  }
});

void t.test('cuts inside a character of UTF-8 and around a line end are no cuts', async (t) => {
  const bytes = Buffer.from('é\n🦊日本\r\n\nlast');
  const lines = ['é', '🦊日本\r', 'last'].map((line) => Buffer.from(line).toString('latin1'));
  t.strictSame(
    (await linesOf([...bytes].map((byte) => Uint8Array.of(byte)))).filter(Boolean),
    lines,
  );
});

void t.test('the last line counts without an end, and nothing makes no line', async (t) => {
  t.strictSame(await linesOf([Buffer.from('a\nb')]), ['a', 'b']);
  t.strictSame(await linesOf([Buffer.from('a\nb\n')]), ['a', 'b']);
  t.strictSame(await linesOf([]), []);
});

void t.test('a line without end is no end of memory, and the next one is read', async (t) => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const lines = await linesOf([megabyte, megabyte, megabyte, Buffer.from('xx\nnext\n')]);
  t.equal(lines.at(-1), 'next');
  t.equal(lines.length, 5, 'and nothing is left out in silence');
  t.ok(lines.every((line) => line.length <= megabyte.length));
});

void t.test('a source that breaks off ends, and what it brought has come', async (t) => {
  const source = new PassThrough();
  const lines: string[] = [];
  const { ended } = readLines(source, (batch) => lines.push(...batch));
  source.write('a\nb\n');
  while (lines.length < 2) await new Promise(setImmediate);
  source.destroy(new Error('gone'));
  await ended;
  t.strictSame(lines, ['a', 'b']);
});

void t.test('held up, it brings nothing more and takes in little; then all comes', async (t) => {
  const source = new PassThrough();
  const lines: string[] = [];
  const reader = readLines(source, (batch) => lines.push(...batch));
  source.write('first\n');
  while (lines.length < 1) await new Promise(setImmediate);

  reader.pause();
  const line = `${'y'.repeat(999)}\n`;
  let written = 0;
  while (source.write(line) && written < 10_000) {
    written++;
    await new Promise(setImmediate);
  }
  t.ok(written < 10_000, 'the writer is told to wait');
  t.strictSame(lines, ['first']);

  reader.resume();
  source.end();
  await reader.ended;
  t.equal(lines.length, written + 2);
});
