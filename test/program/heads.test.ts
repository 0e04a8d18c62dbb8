import t from 'tap';

import { headFragment, HEADS } from '../../src/program/heads.js';

void t.test('every kind of probe gives the signal, its code and its target', (t) => {
  for (const variant of ['full', 'rawtracepoint', 'fentry', 'kprobe'] as const) {
    for (const name of ['sig', 'code', 'tid', 'target'])
      t.match(headFragment(variant), new RegExp(`\\$${name} = `), `${variant} ${name}`);
  }
  t.equal(HEADS.fentry.attach, 'kfunc:complete_signal');
  t.ok(HEADS.rawtracepoint.frames > HEADS.full.frames);
  t.end();
});
