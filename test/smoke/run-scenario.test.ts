import t from 'tap';

import { type RunningTarget, runScenario } from '../../src/smoke/run-scenario.js';
import type { Scenario } from '../../src/smoke/scenario.js';

const SIGTERM = 15;
const WAITS = 'echo ready; read line';

async function run(scenario: Scenario, patienceMs = 20_000) {
  const running = new Set<RunningTarget>();
  try {
    return await runScenario({ scenario, comm: 'a-target', patienceMs }, running);
  } finally {
    t.equal(running.size, 0, 'no target is left');
  }
}

void t.test('who took part, and when', async (t) => {
  const result = await run({ script: WAITS, send: { signo: SIGTERM, to: 'process' } });
  if ('failed' in result) throw new Error(result.failed);
  const { actor, target } = result.processes;
  t.match(actor, { pid: process.pid, ppid: process.ppid, startTicks: /^\d+$/ });
  t.match(target, { ppid: process.pid, cmdline: ['sh', '-c', /echo ready/, 'sh', 'a-target'] });
  const { before, sent, ended } = result.times;
  t.ok(before <= sent && sent <= ended && ended - before < 20_000);
});

void t.test('a member of the group is named by its leader', async (t) => {
  // The member is ready once it has undone what it got from its parent: until then TERM is lost on it.
  const member = '(trap - TERM; read pid rest </proc/self/stat; echo "ready $pid"; read line <&3)';
  const script = `trap : TERM; exec 3<&0; ${member} & wait; wait; exit 7`;
  const result = await run({ script, send: { signo: SIGTERM, to: 'group' } });
  if ('failed' in result) throw new Error(result.failed);
  t.match(result.processes.member, { ppid: result.processes.target?.pid });
});

void t.test(
  'a target that waits is told to go on; nobody reads it where that is asked',
  async (t) => {
    t.match(await run({ script: WAITS, goOn: true }), { times: {} });
    t.match(await run({ script: `${WAITS}; echo lost`, unread: true, goOn: true }), { times: {} });
  },
);

void t.test('a target that never begins or never ends fails', async (t) => {
  await t.rejects(run({ script: 'exit 1' }), { message: 'the target never was ready' });
  await t.rejects(run({ script: 'echo ready; exec sleep 60' }, 300), {
    message: 'the target did not end within 0.3 s',
  });
});
