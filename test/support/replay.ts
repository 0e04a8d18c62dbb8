import { readFileSync } from 'node:fs';

import { OomLog } from '../../src/host/oom-log.js';
import { Identities } from '../../src/identity/identities.js';
import { ndjson } from '../../src/outputs/ndjson.js';
import type { IncarnationOptions } from '../../src/pipeline/incarnation.js';
import { Pipeline } from '../../src/pipeline/pipeline.js';
import { WallClock } from '../../src/pipeline/wall-clock.js';
import { endRecord, readyRecord } from '../../src/records/control-records.js';
import type { TraceRecord } from '../../src/records/records.js';
import { CapturedLines } from '../../src/source/captured-lines.js';

const WALL_NS = 1_795_435_260_123_456_789n;
const WALL_NOW_NS = 1_795_435_999_000_000_000n;
const LINES_PER_READ = 400;
const READY = {
  host: { hostname: 'h', kernel: '6.18', bootId: 'b' },
  bpftrace: { version: '0.17.0', path: '/b' },
  probe: 'tracepoint',
} as const;
/** /proc shows none of the captured processes. */
const NO_CGROUPS = { mount: undefined, only: true, named: false, told: false };

/** The lines of a captured file below test/fixtures, as the source reads them. */
export function capturedLines(file: string): string[] {
  const url = new URL(`../fixtures/${file}`, import.meta.url);
  return readFileSync(url, 'latin1').split('\n').slice(0, -1);
}

/** A clock that stands still: kernel time 0 is WALL_NS. */
export function stillClock(): WallClock {
  const clock = new WallClock(() => ({ monotonic: 0n, wall: WALL_NS }));
  clock.saw = () => undefined;
  clock.check = () => undefined;
  return clock;
}

/** Identities that know what an event itself tells, and nothing more. */
export function noIdentities(): Identities {
  return new Identities(
    { commandLines: false, ancestors: false, proc: false, cgroups: NO_CGROUPS },
    () => 0,
  );
}

/** Sends captured lines through the whole pipeline, from decoder to records, without a kernel. */
export async function replay(
  lines: readonly string[],
  options: Partial<IncarnationOptions> & {
    readonly limit?: number;
    readonly ancestors?: boolean;
  } = {},
): Promise<{ readonly records: TraceRecord[]; readonly text: string; readonly limits: number }> {
  let now = 0;
  let limits = 0;
  const identities = new Identities(
    {
      commandLines: true,
      ancestors: options.ancestors ?? true,
      proc: false,
      cgroups: NO_CGROUPS,
      patienceMs: 3,
    },
    () => now,
  );
  const clocks = {
    now: () => now,
    nowNs: () => process.hrtime.bigint(),
    wallNow: () => WALL_NOW_NS,
    wall: stillClock(),
  };
  const pipeline = new Pipeline({
    identities,
    oom: new OomLog('/dev/null'),
    outcomes: { readStatus: () => undefined, seesContinue: true },
    clocks,
    limit:
      options.limit === undefined
        ? undefined
        : { signals: options.limit, mayBeHidden: () => false },
    onFull: () => undefined,
    onLimit: () => limits++,
  });
  const reading = readAll(pipeline);
  pipeline.tell(readyRecord(READY, [], clocks.wall.errorNs, 1, WALL_NOW_NS));
  const run = pipeline.begin(
    {
      tracksOutcomes: true,
      kernelSkips: 'counts',
      looksUp: true,
      wantsSignal: undefined,
      wantsAttempt: undefined,
      ...options,
    },
    { tick: () => undefined, proven: () => true, drained: () => undefined },
  );
  run.observeSkips(0);
  const source = new CapturedLines(
    [lines.filter(isProof), ...inReads(lines)],
    {
      onEvents: (events) => {
        for (const event of events) {
          if (event.kind === 'tick') now = Math.max(now, Number(event.ktime) / 1e6);
        }
        pipeline.accept(run, events);
      },
    },
    async () => {
      await identities.settled();
      for (let i = 0; i < 5; i++) await new Promise(setImmediate);
      pipeline.due();
    },
  );
  await source.ended;
  await pipeline.finish(run);
  pipeline.end();
  pipeline.tell(endRecord('stopped', pipeline.balance, WALL_NOW_NS));
  pipeline.close();
  return { ...(await reading), limits };
}

async function readAll(pipeline: Pipeline) {
  const records: TraceRecord[] = [];
  let text = '';
  for await (const batch of pipeline.read()) {
    records.push(...batch.map(({ record }) => record));
    text += batch.map((entry) => ndjson.record(entry)).join('');
  }
  return { records, text };
}

/** The proof comes first here: what was captured before it counts as traced. */
function isProof(line: string): boolean {
  return line.includes('"data": "c|');
}

function inReads(lines: readonly string[]): string[][] {
  const reads: string[][] = [];
  for (let i = 0; i < lines.length; i += LINES_PER_READ) {
    reads.push(lines.slice(i, i + LINES_PER_READ));
  }
  return reads;
}
