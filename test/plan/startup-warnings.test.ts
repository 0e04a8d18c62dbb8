import t from 'tap';

import type { Plan } from '../../src/plan/plan.js';
import { startupWarnings } from '../../src/plan/startup-warnings.js';
import { madePlan } from '../support/made-plan.js';

/** Returns a plan for a host that hides nothing but these. */
function planOf(host: Partial<Plan['host']> = {}, filter: Partial<Plan['filter']> = {}): Plan {
  const made = madePlan(filter);
  const cgroups = { ...made.host.cgroups, told: true };
  return { ...made, host: { ...made.host, cgroups, symbols: true, ...host } };
}

function codes(plan: Plan, absent: readonly string[] = []): string[] {
  return startupWarnings(plan, absent).map(({ code }) => code);
}

void t.test('a host that hides nothing has no warnings', (t) => {
  t.strictSame(codes(planOf(), ['origin']), [], 'nobody asks for origins');
  t.end();
});

void t.test('each namespace of its own has a warning with the fix', (t) => {
  const { cgroups } = planOf().host;
  const hidden = planOf({ pidNamespace: 4, cgroups: { ...cgroups, told: false } });
  t.match(startupWarnings(hidden, []), [
    { code: 'pid_namespace', hint: /--pid=host/ },
    { code: 'cgroup_namespace', hint: /--cgroupns=host/ },
  ]);
  t.end();
});

void t.test('a filter by origin needs stacks', (t) => {
  const origins = { origins: { names: ['oom'], except: false } } as const;
  const asks = planOf({}, origins);
  t.strictSame(codes(asks), [], 'the program knows origins');
  const hint = (plan: Plan) => startupWarnings(plan, ['origin'])[0]?.hint;
  t.strictSame(codes(asks, ['origin']), ['origin_unknown']);
  t.match(hint(asks), /BTF/);
  t.match(hint({ ...asks, lean: true }), /--lean/);
  t.match(hint(planOf({ symbols: false }, origins)), /SYSLOG|kptr_restrict/);
  t.end();
});
