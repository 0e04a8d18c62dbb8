/**
 * `replay-ours < RECORDS`: what bpftrace prints, through the whole pipeline to NDJSON; the text is
 * dropped once its length is counted. Prints as JSON what came of it and what it took.
 */
import { collectAlone } from '../../../src/heap.js';
import { hostCgroups } from '../../../src/host/cgroup-mount.js';
import { OomLog } from '../../../src/host/oom-log.js';
import { Identities } from '../../../src/identity/identities.js';
import { ndjson } from '../../../src/outputs/ndjson.js';
import { Pipeline } from '../../../src/pipeline/pipeline.js';
import { readClocks, WallClock } from '../../../src/pipeline/wall-clock.js';
import { readLines } from '../../../src/source/lines.js';
import { Decoder } from '../../../src/wire/decoder.js';

/** As often as a trace does it. */
const DUE_EVERY_MS = 100;

collectAlone();
/** The records' own clock, ms: a replay is faster than what it replays. */
let clock = 0;
const now = () => clock;
const decoder = new Decoder();
// None of these processes is left: /proc is asked for them as often as for others, and has none.
const identities = new Identities(
  { commandLines: true, ancestors: false, proc: true, cgroups: hostCgroups() },
  now,
);
const pipeline = new Pipeline({
  identities,
  oom: new OomLog('/dev/null'),
  outcomes: { readStatus: () => undefined, seesContinue: true },
  clocks: {
    now,
    nowNs: () => process.hrtime.bigint(),
    wallNow: () => BigInt(Date.now()) * 1_000_000n,
    wall: new WallClock(readClocks),
  },
  onFull: () => {
    if (pipeline.full) lines.pause();
    else lines.resume();
  },
  onLimit: () => undefined,
});
const run = pipeline.begin(
  {
    tracksOutcomes: true,
    kernelSkips: 'none',
    looksUp: false,
    wantsSignal: undefined,
    wantsAttempt: undefined,
  },
  { tick: () => undefined, proven: () => true, drained: () => undefined },
);
pipeline.accept(run, [{ kind: 'proof', ktime: 0n, slept: undefined }]);
/** What a replay is made of beside ticks. */
const KNOWN = new Set(['signal', 'delivery', 'exit', 'process', 'ancestor', 'arguments']);
let dueAt = 0;
let other = 0;
let characters = 0;

const lines = readLines(process.stdin, (batch) => {
  const events = decoder.push(batch);
  for (const event of events) {
    if (event.kind === 'tick') clock = Math.max(clock, Number(event.ktime) / 1e6);
    else if (!KNOWN.has(event.kind)) other++;
  }
  pipeline.accept(run, events);
  if (clock - dueAt < DUE_EVERY_MS) return;
  dueAt = clock;
  pipeline.due();
});

async function read(): Promise<void> {
  for await (const batch of pipeline.read()) {
    characters += batch.map((record) => ndjson.record(record)).join('').length;
  }
}

const reading = read();
await lines.ended;
await pipeline.finish(run);
pipeline.close();
await reading;

const { emitted: records, late, lost } = pipeline.balance;
const { user, system } = process.cpuUsage();
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ records, late, lost, other, characters, cpuSeconds, peakMegabytes }));
process.exit();
