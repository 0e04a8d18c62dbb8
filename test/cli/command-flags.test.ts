import t from 'tap';

import { DOCTOR_FLAGS, PATIENCE, PROGRAM_FLAGS, SMOKE_FLAGS } from '../../src/cli/command-flags.js';

void t.test('each flag says what it is for', (t) => {
  for (const flags of [DOCTOR_FLAGS, PROGRAM_FLAGS, SMOKE_FLAGS]) {
    for (const [name, { describe }] of Object.entries(flags)) t.match(describe, /^[A-Z]|^bp/, name);
  }
  t.strictSame(SMOKE_FLAGS.report.choices, ['tap', 'junit']);
  t.match(SMOKE_FLAGS.patience.describe, PATIENCE);
  t.end();
});
