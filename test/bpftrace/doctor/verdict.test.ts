import t from 'tap';

import type { DoctorCheck } from '../../../src/bpftrace/doctor/check.js';
import { verdictOf } from '../../../src/bpftrace/doctor/verdict.js';

const PASS: DoctorCheck = { name: 'system', status: 'pass', found: 'Linux', why: 'it is read' };
const WARN: DoctorCheck = { ...PASS, status: 'warn', means: 'outcomes are not told' };
const FAIL: DoctorCheck = { ...PASS, status: 'fail', found: 'There is no bpftrace at /x' };

void t.test('one sentence', (t) => {
  t.strictSame(verdictOf([PASS]), { traceable: true, text: 'This host can be traced.' });
  t.strictSame(verdictOf([PASS, WARN]), {
    traceable: true,
    text: 'This host can be traced, but outcomes are not told.',
  });
  t.equal(
    verdictOf([WARN, { ...WARN, means: 'units are not told' }]).text,
    'This host can be traced, but outcomes are not told, and units are not told.',
  );
  t.strictSame(verdictOf([WARN, FAIL]), {
    traceable: false,
    text: 'This host cannot be traced: there is no bpftrace at /x.',
  });
  t.end();
});
