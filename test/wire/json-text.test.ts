import assert from 'node:assert/strict';

import fc from 'fast-check';
import t from 'tap';

import { bytesToText, parseJsonLine } from '../../src/wire/json-text.js';
import { bpftraceString, type HighBytes } from '../support/bpftrace-json.js';

const parseString = (text: string) => parseJsonLine(`"${text}"`);

void t.test('what bpftrace escapes comes back as the bytes it was, of any string', (t) => {
  const pieces = fc.oneof(
    fc.uint8Array(),
    // Text that looks like an escape.
    fc
      .constantFrom('\\', '\\\\', '\\uffffffc3', 'uffffff80', '\\u0041')
      .map((text) => Buffer.from(text)),
  );
  const bytes = fc.array(pieces).map((parts) => Buffer.concat(parts));
  const high = fc.constantFrom<HighBytes>('raw', 'uffffff');
  const property = fc.property(bytes, high, (bytes, high) => {
    assert.equal(parseString(bpftraceString(bytes, high)), bytes.toString('latin1'));
  });
  t.doesNotThrow(() => {
    fc.assert(property);
  });
  t.end();
});

void t.test('an escape is one byte unless its backslash is escaped', (t) => {
  const cases: [string, string][] = [
    ['\\uffffffc3\\uffffffa9', '\xc3\xa9'],
    ['\\uffffff80', '\x80'],
    ['\\uffffffff', '\xff'],
    ['\\\\uffffffc3', '\\uffffffc3'],
    ['\\\\\\uffffffc3', '\\\xc3'],
    ['\\\\\\\\uffffffc3', '\\\\uffffffc3'],
    ['\\uffffffc3f', '\xc3f'],
    // No char is negative below 0x80, so this is U+FFFF and text.
    ['\\uffffff41', '\uffffff41'],
    ['\\u00e9', '\xe9'],
    ['\\u0001\\"\\n', '\x01"\n'],
  ];
  for (const [escaped, bytes] of cases) t.equal(parseString(escaped), bytes, escaped);
  t.end();
});

void t.test('a line that is not JSON throws a SyntaxError', (t) => {
  for (const line of ['', 'x', '{"a": 1', '{"count": 2a}', '"\\uffffffc', '"\\uffffffc3', '"\n"']) {
    t.throws(() => parseJsonLine(line), SyntaxError, JSON.stringify(line));
  }
  t.end();
});

void t.test('bytes are read as UTF-8', (t) => {
  const cases: [number[], string][] = [
    [[], ''],
    [[0x41, 0x00, 0x7f], 'A\0\x7f'],
    [[0xc3, 0xa9], 'é'],
    [[0xf0, 0x9f, 0xa6, 0x8a], '🦊'],
    [[0x41, 0xf0, 0x9f, 0xa6], 'A\ufffd'],
    [[0xff, 0x41], '\ufffdA'],
    [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ];
  for (const [bytes, text] of cases)
    t.equal(bytesToText(String.fromCharCode(...bytes)), text, bytes.join(' '));
  const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    assert.equal(bytesToText(Buffer.from(text).toString('latin1')), text);
  });
  t.doesNotThrow(() => {
    fc.assert(property);
  });
  t.end();
});
