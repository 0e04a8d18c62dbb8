import t from 'tap';

import { planOptionsOf } from '../../src/cli/plan-flags.js';

void t.test('flags become options of the program', async (t) => {
  const flags = { probe: ['core', 'kprobe'], buffer: '1M', lean: true, 'no-cmdline': true };
  t.match(await planOptionsOf(flags, true), {
    filter: { hideNoise: true },
    probe: 'kprobe',
    bufferBytes: 1_048_576,
    lean: true,
    commandLines: false,
    attempts: false,
  });
  const none = await planOptionsOf({}, false);
  t.match(none, { filter: { hideNoise: false }, commandLines: true, lean: false });
  t.notOk('probe' in none || 'bufferBytes' in none);
});
