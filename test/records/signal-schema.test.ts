import { Ajv } from 'ajv';
import t from 'tap';

import { SENDER, SIGNAL } from '../../src/records/signal-schema.js';
import { signal } from '../support/kernel-signal.js';

const ajv = new Ajv();

void t.test('a signal needs its identity, and its values must be known ones', (t) => {
  const good = signal();
  t.ok(ajv.validate(SIGNAL as object, good));
  for (const field of ['ktime', 'cpu', 'id', 'signal', 'signo', 'scope', 'origin', 'target']) {
    t.notOk(ajv.validate(SIGNAL as object, { ...good, [field]: undefined }), field);
  }
  for (const wrong of [{ signo: 65 }, { scope: 'group' }, { ignored_why: 'x' }, { result: 'x' }]) {
    t.notOk(ajv.validate(SIGNAL as object, { ...good, ...wrong }), JSON.stringify(wrong));
  }
  t.end();
});

void t.test('a sender may be nobody', (t) => {
  t.ok(ajv.validate(SENDER, null));
  t.ok(ajv.validate(SENDER, { tid: 1, comm: 'x' }));
  t.notOk(ajv.validate(SENDER, 'nobody'));
  t.end();
});
