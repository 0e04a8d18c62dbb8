// The actor is a process that starts targets, signals them, and reports who took part. It reads
// requests from stdin and ends, with its targets, when stdin ends. Its argument is its own comm.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { killTarget, type RunningTarget, runScenario } from './run-scenario.js';
import type { ScenarioRequest, ScenarioResult } from './scenario.js';

/** Targets have this long to end by themselves once the requests have ended. */
const LAST_MS = 1000;

/** Runs the scenarios that are requested, one after the other, a line of JSON for each. */
export function serveScenarios(
  requests: NodeJS.ReadableStream,
  results: NodeJS.WritableStream,
): void {
  const running = new Set<RunningTarget>();
  let over = false;
  let previous = Promise.resolve();
  const serve = async (line: string) => {
    if (over) return;
    results.write(`${JSON.stringify(await resultOf(line, running))}\n`);
  };
  createInterface({ input: requests })
    .on('line', (line) => {
      previous = previous.then(() => serve(line));
    })
    .on('close', () => {
      over = true;
      // A target ends when its own stdin does.
      for (const { child } of running) child.stdin?.end();
      setTimeout(() => {
        running.forEach(killTarget);
      }, LAST_MS).unref();
    });
}

async function resultOf(line: string, running: Set<RunningTarget>): Promise<ScenarioResult> {
  try {
    return await runScenario(JSON.parse(line) as ScenarioRequest, running);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync('/proc/self/comm', process.argv[2] ?? '');
  // A terminal or a service manager may signal the actor too; only its stdin ends it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
  process.stdout.on('error', () => undefined);
  serveScenarios(process.stdin, process.stdout);
}
