import t from 'tap';

import type { ReadyRecord, TraceRecord } from '../../src/records/records.js';
import { hostAbilities, whyAbsent } from '../../src/smoke/host-abilities.js';

const TIMES = { time: '2026-11-24T10:24:38.625507003Z', epoch_us: 1795515878625507 };
const READY: ReadyRecord = {
  type: 'ready',
  ...TIMES,
  ...{ version: '1', schema: 2, hostname: 'h', kernel: '6.18', probe: 'tracepoint' },
  bpftrace: { version: '0.17.0', path: '/usr/bin/bpftrace' },
  absent: ['exe', 'target.pid'],
  clock_error_ns: 1500,
  incarnation: 1,
};

function warning(code: string): TraceRecord {
  return { type: 'warning', ...TIMES, code, message: 'm' };
}

void t.test('the abilities are those that the records name', (t) => {
  t.strictSame(hostAbilities(READY, [READY, warning('other')]), {
    absent: ['exe', 'target.pid'],
    ownPidNamespace: false,
    clockErrorUs: 1.5,
  });
  t.ok(hostAbilities(READY, [warning('pid_namespace')]).ownPidNamespace);
  t.end();
});

void t.test('an absent field has a reason', (t) => {
  const host = hostAbilities(READY, []);
  t.equal(whyAbsent(host, 'exe'), 'exe is absent here');
  t.equal(whyAbsent(host, 'pid'), undefined);
  t.end();
});
