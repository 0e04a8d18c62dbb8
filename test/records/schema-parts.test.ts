import { Ajv } from 'ajv';
import t from 'tap';

import { EXIT_STATUS, PROCESS, recordSchema, TIME } from '../../src/records/schema-parts.js';

const ajv = new Ajv();

void t.test('a record has its type and both times, and no other fields than its own', (t) => {
  const fits = ajv.compile(
    recordSchema('x', 'X', 'A record.', { n: { type: 'integer' } }, ['n']) as object,
  );
  const good = { type: 'x', time: '2026-11-23T12:01:00.123456789Z', epoch_us: 1, n: 2 };
  t.ok(fits(good));
  for (const [field, value] of Object.entries({ type: 'y', time: 'now', epoch_us: 0.5, n: '2' })) {
    t.notOk(fits({ ...good, [field]: value }), field);
    t.notOk(fits({ ...good, [field]: undefined }), `no ${field}`);
  }
  t.notOk(fits({ ...good, more: 1 }));
  t.end();
});

void t.test('a time, an exit and a process', (t) => {
  t.ok(ajv.validate(TIME, '2026-11-23T12:01:00.123456789Z'));
  t.notOk(ajv.validate(TIME, '2026-11-23T12:01:00Z'));
  t.ok(ajv.validate(EXIT_STATUS, { code: 255 }));
  t.notOk(ajv.validate(EXIT_STATUS, { code: 256 }));
  t.ok(ajv.validate(EXIT_STATUS, { signal: 'SIGTERM', signo: 15, core: false }));
  t.ok(ajv.validate(PROCESS, { tid: 1, comm: '' }));
  t.notOk(ajv.validate(PROCESS, { pid: 1, comm: '' }));
  t.end();
});
