import t, { type Test } from 'tap';

import { SignalsTraceError } from '../../src/errors.js';
import { TRACE_ALL } from '../../src/filter/filter.js';
import { describePlan, plan, requireTraceable } from '../../src/plan/plan.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';
import { madePlan } from '../support/made-plan.js';

/** Returns the path of a program that has a version of bpftrace. */
function bpftraceOf(t: Test, version: string): string {
  return fakeProgram(t, 'bpftrace', `echo bpftrace v${version}`);
}

void t.test('a plan fills in the defaults of the options', async (t) => {
  const made = await plan({ bpftrace: bpftraceOf(t, '0.17.0') });
  t.match(made, {
    bpftrace: { version: '0.17.0', minor: 17 },
    filter: TRACE_ALL,
    details: { arguments: true, attempts: false },
    lean: false,
    probe: 'auto',
  });
  t.ok(made.bufferPages > 0);
  for (const { text } of made.programs) t.match(text, /^(?:tracepoint|raw|fentry|kfunc|kprobe)/m);
});

void t.test('lean leaves out arguments and stacks, and the filter is merged', async (t) => {
  const bpftrace = bpftraceOf(t, '0.17.0');
  t.match(await plan({ bpftrace, lean: true, attempts: true, filter: { toUsers: [33] } }), {
    filter: { ...TRACE_ALL, toUsers: [33] },
    details: { arguments: false, stacks: false, attempts: true },
    lean: true,
  });
  t.match(await plan({ bpftrace, commandLines: false }), { details: { arguments: false } });
});

void t.test('0.11 reads no types: core runs, and other probes are refused', async (t) => {
  const bpftrace = bpftraceOf(t, '0.11.3');
  const { programs } = await plan({ bpftrace });
  t.strictSame(
    programs.map(({ variant }) => variant),
    ['core'],
  );
  await t.rejects(plan({ bpftrace, probe: 'kprobe' }), {
    code: 'probe_refused',
    message: /The probe kprobe .*kernel's types/,
  });
});

void t.test('an unknown probe and another system are refused', async (t) => {
  const options = { bpftrace: bpftraceOf(t, '0.17.0') };
  await t.rejects(plan({ ...options, probe: 'uprobe' as 'auto' }), {
    code: 'usage',
    message: 'There is no kind of probe "uprobe"',
    hint: /kprobe/,
  });
  t.intercept(process, 'platform', { value: 'darwin' });
  await t.rejects(plan(options), { code: 'not_linux', message: /this is darwin/ });
});

/** Returns the error where this plan cannot begin. */
function refusal(made: ReturnType<typeof madePlan>): SignalsTraceError | undefined {
  try {
    requireTraceable(made);
    return undefined;
  } catch (error) {
    if (error instanceof SignalsTraceError) return error;
    throw error;
  }
}

void t.test('facts that rule a trace out are an error with the fix', (t) => {
  const made = madePlan();
  t.equal(refusal(made), undefined);
  const ownPids = { ...made, host: { ...made.host, pidNamespace: 4 } };
  t.equal(refusal(ownPids), undefined);
  const core = { ...made.programs[0], variant: 'core' as const };
  t.match(refusal({ ...ownPids, programs: [core] }), {
    code: 'no_permission',
    hint: /--pid=host/,
  });
  const cgroups = { ...made.host.cgroups, told: false };
  const placed = madePlan({ toUnits: ['nginx'] });
  t.match(refusal({ ...placed, host: { ...made.host, cgroups } }), {
    code: 'no_permission',
    hint: /--cgroupns=host/,
  });
  t.equal(refusal({ ...made, host: { ...made.host, cgroups } }), undefined);
  setVariable(t, 'PATH', t.testdir({}));
  t.match(refusal({ ...made, sudo: true }), { message: /sudo is not installed/ });
  t.end();
});

void t.test('a description has a fact a line', (t) => {
  const made = madePlan();
  const lines = describePlan({ ...made, sudo: true });
  t.equal(lines[0], 'bpftrace 0.17.0 at /b, by sudo');
  t.ok(lines.includes(`host kernel: ${made.host.kernel}`));
  t.ok(lines.includes('host pidNamespace: unknown'));
  t.strictSame(lines.slice(-2), ['buffer pages: 64', 'programs to try: full']);
  t.end();
});
