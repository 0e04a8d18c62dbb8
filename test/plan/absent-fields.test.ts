import t from 'tap';

import { absentFields } from '../../src/plan/absent-fields.js';
import { madePlan } from '../support/made-plan.js';

void t.test('fields that a program cannot give are named once each', (t) => {
  const made = madePlan();
  const host = { ...made.host, audit: true, readsPrograms: true };
  const full = { ...made, host: { ...host, cgroups: { ...host.cgroups, told: true } } };
  const absent = (plan: typeof made, other = {}) =>
    absentFields(plan, { ...made.programs[0], ...other });
  t.strictSame(absent(full), []);
  t.strictSame(absent(full, { tracksOutcomes: false }), ['outcome', 'exit', 'escalation']);
  const core = absent(full, { variant: 'core' });
  for (const field of ['origin', 'target.pid', 'start_time']) t.ok(core.includes(field), field);
  t.ok(absent(full, { variant: 'kprobe' }).includes('result=ignored'));
  const hidden = absent({
    ...full,
    host: { ...full.host, audit: false, pidNamespace: 4 },
    details: { arguments: false, stacks: false, attempts: false },
  });
  for (const field of ['loginuid', 'cmdline', 'exe', 'outcome=stopped', 'unit', 'origin']) {
    t.equal(hidden.filter((other) => other === field).length, 1, field);
  }
  t.end();
});
