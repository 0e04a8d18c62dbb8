import t from 'tap';

import { assemble } from '../../src/assembly/assemble.js';
import { madePlan } from '../support/made-plan.js';

void t.test('the parts are made for the plan', (t) => {
  const parts = assemble(
    madePlan({ to: [{ kind: 'command', pattern: /x/ }] }),
    {},
    {
      onFull: () => undefined,
      onLimit: () => undefined,
    },
  );
  t.teardown(parts.close);
  const program = {
    variant: 'full',
    tracksOutcomes: true,
    text: '',
    skips: 'counts',
    cutsTypes: false,
    types: undefined,
  } as const;
  const options = parts.incarnationOptions(program);
  t.match(options, { tracksOutcomes: true, kernelSkips: 'counts', looksUp: true });
  t.type(options.wantsSignal, 'function', 'the kernel cannot match a command line');
  t.notOk(parts.lifecycle.begun);
  t.end();
});

void t.test('a filter that the kernel applies leaves nothing to ask', (t) => {
  const parts = assemble(
    madePlan({ signals: { except: false, numbers: [9] } }),
    {},
    {
      onFull: () => undefined,
      onLimit: () => undefined,
    },
  );
  t.teardown(parts.close);
  const program = {
    variant: 'full',
    tracksOutcomes: true,
    text: '',
    skips: 'none',
    cutsTypes: false,
    types: undefined,
  } as const;
  t.match(parts.incarnationOptions(program), { looksUp: false, wantsSignal: undefined });
  t.end();
});

void t.test('a duration ends the trace once it has begun', async (t) => {
  const limits: string[] = [];
  const plan = madePlan();
  const parts = assemble(
    plan,
    { durationMs: 20 },
    {
      onFull: () => undefined,
      onLimit: (reason) => limits.push(reason),
    },
  );
  t.teardown(parts.close);
  const [program] = plan.programs;
  const run = parts.pipeline.begin(parts.incarnationOptions(program), {
    tick: () => undefined,
    proven: () => true,
    drained: () => undefined,
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  t.strictSame(limits, []);
  parts.lifecycle.proven(run, program);
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.strictSame(limits, ['duration']);
});
