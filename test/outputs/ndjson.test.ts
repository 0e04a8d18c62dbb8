import t from 'tap';

import { ndjson, ndjsonWithoutAncestors, terminalNdjson } from '../../src/outputs/ndjson.js';
import type { SignalRecord, TraceRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';

const HOSTILE = 'a\n"\u2028日\uFFFD\\","target":{';
const sender = { pid: 7, tid: 8, comm: HOSTILE, cmdline: [HOSTILE, ''], cmd: HOSTILE };
const target = { pid: 9, tid: 9, comm: 'sleep' };
const SIGNAL: SignalRecord = {
  type: 'signal',
  time: '2026-11-24T10:00:00.000000001Z',
  epoch_us: 1_795_514_400_000_000,
  ktime: '9007199254740993',
  cpu: 0,
  id: '1-0-1',
  signal: 'SIGTERM',
  signo: 15,
  scope: 'process',
  origin: 'kill',
  target,
  group_id: '1-0-1',
  late: true,
};
const SENT: SignalRecord = { ...SIGNAL, sender };
const RECORDS: Record<string, TraceRecord> = {
  'a signal': SENT,
  'from nobody': { ...SIGNAL, sender: null, current: { pid: 1, tid: 1, comm: HOSTILE } },
  'from whom is not known': SIGNAL,
  'another record': {
    type: 'warning',
    time: SIGNAL.time,
    epoch_us: SIGNAL.epoch_us,
    code: 'source_error',
    message: HOSTILE,
  },
};

void t.test('each record is a line', (t) => {
  for (const [what, record] of Object.entries(RECORDS)) {
    const line = ndjson.record(new MadeRecord(record));
    t.match(line, /^\{[^\n]*\}\n$/, what);
    t.strictSame(JSON.parse(line), record, what);
  }
  t.equal(ndjson.head, '');
  t.end();
});

void t.test('ancestors are left out of a file that is not to have them', (t) => {
  const ancestors = [{ pid: 1, comm: 'init' }];
  const record = { ...SENT, sender: { ...sender, ancestors }, target: { ...target, ancestors } };
  t.strictSame(JSON.parse(ndjsonWithoutAncestors.record(new MadeRecord(record))), SENT);
  t.strictSame(JSON.parse(ndjson.record(new MadeRecord(record))), record);
  t.end();
});

void t.test('on a terminal, no character of it does anything, and it is the same JSON', (t) => {
  const comm = 'a\u007F\u009B2J\u0085\u202E\u2066x\u200F\u2028\u{E0001}日本🙂';
  const record = { ...SENT, sender: { ...sender, comm } };
  const line = terminalNdjson.record(new MadeRecord(record));
  t.match(line, /^\{[^\n]*\}\n$/);
  t.notMatch(line.trimEnd(), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  t.match(line, '日本🙂', 'what is harmless stays');
  t.strictSame(JSON.parse(line), record);
  t.end();
});
