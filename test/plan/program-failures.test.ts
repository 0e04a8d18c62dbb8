import t from 'tap';

import type { Ending } from '../../src/bpftrace/launch.js';
import type { Plan } from '../../src/plan/plan.js';
import { ProgramFailures } from '../../src/plan/program-failures.js';
import { madePlan } from '../support/made-plan.js';

const MADE = madePlan();
const [FULL] = MADE.programs;
/** A plan whose second program only stands in for the first. */
const TWO: Plan = {
  ...MADE,
  programs: [FULL, { ...FULL, variant: 'kprobe', tracksOutcomes: false }],
};

const REFUSED: Ending = { status: 1, stderrTail: ['ERROR: Error loading program'] };
const LOCKED: Ending = {
  status: 1,
  stderrTail: ["Kernel lockdown is enabled and set to 'confidentiality'"],
};

void t.test('a cause that no restart mends ends the trace', (t) => {
  const failures = new ProgramFailures(MADE);
  t.match(failures.add(LOCKED, 0, false, false), {
    reason: /exit status 1|lockdown/,
    fatal: true,
    simpler: false,
  });
  t.match(failures.error('unfit', false), { code: 'lockdown' });
  t.equal(failures.error('stopped', false), undefined);
  t.end();
});

void t.test('a refused program makes room for a simpler one, and is remembered', (t) => {
  const failures = new ProgramFailures(TWO);
  t.equal(failures.refused, undefined);
  t.match(failures.add(REFUSED, 0, false, false), { fatal: true, simpler: true });
  t.match(failures.refused, { code: 'program_rejected' });
  t.match(failures.add(LOCKED, 1, false, false), { fatal: true, simpler: false });
  t.match(failures.error('unfit', false), { code: 'program_rejected' }, 'not of the stand-in');
  t.end();
});

void t.test('a program that hangs at its first start has no second one', (t) => {
  const hung: Ending = { status: 137, stderrTail: [], hung: true };
  const first = new ProgramFailures(MADE);
  t.match(first.add(hung, 0, false, false), { reason: /did not begin in time/, fatal: true });
  t.match(first.error('unfit', false), {
    code: 'bpftrace_unusable',
    message: /No trace has begun/,
  });
  t.match(new ProgramFailures(MADE).add(hung, 0, false, true), { fatal: false, simpler: false });
  t.end();
});

void t.test('a trace that gives up tells the last reason', (t) => {
  const failures = new ProgramFailures(MADE);
  failures.add({ status: 139, stderrTail: ['first'] }, 0, true, true);
  const { reason, fatal } = failures.add({ status: 139, stderrTail: ['last'] }, 0, true, true);
  t.notOk(fatal);
  t.match(reason, /it said: last$/);
  t.match(failures.error('gave-up', true), { code: 'gave_up', message: /at last: .*said: last$/ });
  t.match(failures.error('gave-up', false), { code: 'bpftrace_unusable' });
  t.end();
});
