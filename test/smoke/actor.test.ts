import { PassThrough } from 'node:stream';

import t from 'tap';

import { serveScenarios } from '../../src/smoke/actor.js';
import type { ScenarioRequest, ScenarioResult } from '../../src/smoke/scenario.js';

function request(script: string, goOn = true): string {
  const scenario = { script, ...(goOn && { goOn: true as const }) };
  const whole: ScenarioRequest = { scenario, comm: 'a-target', patienceMs: 20_000 };
  return `${JSON.stringify(whole)}\n`;
}

async function lines(stream: PassThrough, count: number): Promise<ScenarioResult[]> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.split('\n').length > count) break;
  }
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ScenarioResult);
}

void t.test('each request has a result, in order, also where it fails', async (t) => {
  const [requests, results] = [new PassThrough(), new PassThrough()];
  serveScenarios(requests, results);
  requests.write(request('echo ready; read line'));
  requests.write(request('exit 1'));
  requests.write('no JSON\n');
  t.match(await lines(results, 3), [
    { processes: { target: { ppid: process.pid } } },
    { failed: 'the target never was ready' },
    { failed: /JSON/ },
  ]);
  requests.end();
});

void t.test('targets end when the requests do', async (t) => {
  const [requests, results] = [new PassThrough(), new PassThrough()];
  serveScenarios(requests, results);
  requests.write(request('echo ready; read line; exit 7', false));
  await new Promise((resolve) => setTimeout(resolve, 300));
  requests.end();
  const [result] = await lines(results, 1);
  t.match(result, { processes: { target: { ppid: process.pid } } });
});
