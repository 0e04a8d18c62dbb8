import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { asCore } from './as-core.js';
import type { Captured } from './capture.js';
import { whole } from './numbers.js';
import { plainNode } from './plain-node.js';
import { renumbered, type Wording } from './renumber.js';
import { type Run, run } from './run.js';
import type { Setting } from './setting.js';
import { targetsInTurn } from './targets-in-turn.js';

export interface Replayed {
  readonly records: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const files = new WeakMap<Setting, Promise<string>>();

/** A file of 1,000,000 records, made when it is first asked for. */
export function millionRecords(setting: Setting): Promise<string> {
  const known =
    files.get(setting) ?? setting.captured().then((all) => makeFile(setting, 'full', all));
  files.set(setting, known);
  return known;
}

/** A file of the same, with so many targets in turn. */
export async function millionRecordsInTurn(setting: Setting, targets: number): Promise<string> {
  const captured = await setting.captured();
  return makeFile(setting, `targets-${targets}`, captured, targetsInTurn(captured, targets));
}

/** A file of the same, as the core program writes them. */
export async function millionCoreRecords(setting: Setting): Promise<string> {
  return makeFile(setting, 'core', asCore(await setting.captured()));
}

function makeFile(setting: Setting, name: string, captured: Captured, wording?: Wording): string {
  const file = path.join(setting.folder, `replay-${name}`);
  const fd = openSync(file, 'w');
  for (const lines of renumbered(captured, 10, wording)) writeSync(fd, lines, null, 'latin1');
  closeSync(fd);
  return file;
}

/** All stages over a file. */
export async function replayOurs(file: string, records: number): Promise<Replayed> {
  return checked(await overFile('replay-ours', file), records);
}

/** The stages without which there is no record, over a file. */
export async function replayCore(file: string, records: number): Promise<Replayed> {
  return checked(await overFile('replay-core', file), records);
}

/** split2 with JSON.parse over a file. */
export async function replayPlain(file: string): Promise<Replayed> {
  return (await overFile('replay-plain', file)) as Replayed;
}

/** All stages over as many times the captured records, which no file would hold. */
export async function replayPiped(
  captured: Captured,
  times: number,
  wording?: Wording,
): Promise<Replayed> {
  const worker = run(plainNode('replay-ours'));
  const result = answer(worker);
  for (const lines of renumbered(captured, times, wording)) {
    if (!worker.stdin.write(lines, 'latin1')) await once(worker.stdin, 'drain');
  }
  worker.stdin.end();
  return checked(await result, captured.records * times);
}

async function overFile(worker: string, file: string): Promise<unknown> {
  const stdin = openSync(file, 'r');
  const started = run(plainNode(worker), { stdin });
  closeSync(stdin);
  return answer(started);
}

async function answer(worker: Run): Promise<unknown> {
  const said = await text(worker.stdout);
  if ((await worker.exited) !== 0) throw new Error('a replay failed');
  return JSON.parse(said);
}

/** A replay that isn't whole measures nothing. */
function checked(result: unknown, records: number): Replayed {
  const replayed = result as Replayed & Record<'late' | 'lost' | 'other', number>;
  const { late, lost, other } = replayed;
  if (replayed.records !== records || late + lost + other > 0) {
    throw new Error(
      `of ${whole(records)} records ${whole(replayed.records)} came: ${late} late, ${lost} lost, ${other} of another kind`,
    );
  }
  return replayed;
}
