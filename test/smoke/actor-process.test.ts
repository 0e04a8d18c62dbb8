import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import t from 'tap';

import { ActorProcess } from '../../src/smoke/actor-process.js';

const PROGRAM = fileURLToPath(new URL('../../dist/smoke/actor.js', import.meta.url));
const COMMS = { actor: 'an-actor', target: 'a-target' };
const WAITS = { script: 'echo ready; read line', goOn: true } as const;
const never = new AbortController().signal;

void t.test('a scenario has a result, and nothing is left', async (t) => {
  const actor = new ActorProcess(COMMS, 20_000, PROGRAM);
  const result = await actor.run(WAITS, never);
  await actor.close();
  if ('failed' in result) throw new Error(result.failed);
  const { actor: known, target } = result.processes;
  t.match(known, { ppid: process.pid, cmdline: [/node/, PROGRAM, 'an-actor'] });
  t.match(target, { ppid: known?.pid, cmdline: ['sh', '-c', /ready/, 'sh', 'a-target'] });
  for (const one of [known, target]) t.notOk(existsSync(`/proc/${one?.pid ?? 'self'}`));
});

void t.test('an actor that has ended fails its scenarios', async (t) => {
  const actor = new ActorProcess(COMMS, 20_000, '/nonexistent');
  t.strictSame(await actor.run(WAITS, never), {
    failed: 'the process that sends has ended: status 1',
  });
  await actor.close();
});

void t.test('an interruption ends the wait for a scenario', async (t) => {
  const actor = new ActorProcess(COMMS, 20_000, PROGRAM);
  const interruption = new AbortController();
  const waiting = actor.run({ script: 'echo ready; read line' }, interruption.signal);
  interruption.abort(new Error('SIGINT'));
  await t.rejects(waiting, { message: 'SIGINT' });
  await actor.close();
});
