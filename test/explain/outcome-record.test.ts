import t from 'tap';

import { exitRecord, exitStatus, outcomeRecord } from '../../src/explain/outcome-record.js';
import { Described } from '../../src/identity/description.js';
import { sent, WALL_NS } from '../support/kernel-signal.js';

const signal = sent();
const moment = { ktime: signal.ktime + 5_000n, cpu: 2, wall: WALL_NS + 5_000n };

void t.test('an outcome names its signal, and how long it took', (t) => {
  const record = outcomeRecord(signal, 'handled', { ...moment, tid: 890 }, {});
  t.match(record, { signal_id: '1-1-7', signal: 'SIGTERM', outcome: 'handled', fatal: false });
  t.match(record, { latency_ns: 5000, taken_by: 890, cpu: 2 });
  for (const key of ['inferred', 'late', 'exit', 'reraise_of']) t.notOk(key in record, key);
  t.end();
});

void t.test('a death is fatal, a guess is inferred, an old one late', (t) => {
  const exit = { signal: 'SIGTERM', signo: 15, core: false };
  const more = { inferred: true, exit, reraiseOf: '1-0-1' };
  const record = outcomeRecord(signal, 'terminated', { ...moment, late: true }, more);
  t.match(record, { fatal: true, inferred: true, late: true, exit, reraise_of: '1-0-1' });
  t.notOk('taken_by' in record);
  t.end();
});

void t.test('the process describes itself; the thread is the signal’s', (t) => {
  const own = new Described({ pid: 882, tid: 882, comm: 'leader', exe: '/bin/x' });
  const thread = sent({ targetTid: 890, targetComm: 'worker' });
  const { target } = outcomeRecord(thread, 'handled', moment, { own });
  t.match(target, { pid: 882, tid: 890, comm: 'worker', exe: '/bin/x' });
  t.end();
});

void t.test('a wait status is a code or a signal', (t) => {
  t.strictSame(exitStatus(0x300), { code: 3 });
  t.strictSame(exitStatus(0), { code: 0 });
  t.strictSame(exitStatus(15), { signal: 'SIGTERM', signo: 15, core: false });
  t.strictSame(exitStatus(0x8b), { signal: 'SIGSEGV', signo: 11, core: true });
  t.end();
});

void t.test('an exit lists the signals that its process had got', (t) => {
  const ids = ['1-0-1', '1-0-2'];
  const record = exitRecord(moment, { tid: 5, comm: 'x' }, { code: 0 }, ids, undefined);
  t.match(record, { type: 'exit', cpu: 2, exit: { code: 0 }, signal_ids: ids });
  t.not(record.signal_ids, ids, 'a copy');
  t.end();
});
