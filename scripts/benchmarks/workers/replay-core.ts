/**
 * `replay-core < RECORDS`: as replay-ours, with the stages that have to be there whatever is told:
 * lines, decode, validate, order, NDJSON of what the record of a signal says by itself. Nothing is
 * told of who processes are, how signals came about and what became of them.
 */
import { SignalKinds } from '../../../src/explain/signal-kind.js';
import { signalLine } from '../../../src/explain/signal-record.js';
import { collectAlone } from '../../../src/heap.js';
import { Described } from '../../../src/identity/description.js';
import { type Ordered, Orderer } from '../../../src/pipeline/order.js';
import { readClocks, WallClock } from '../../../src/pipeline/wall-clock.js';
import { readLines } from '../../../src/source/lines.js';
import { Decoder } from '../../../src/wire/decoder.js';
import type { SignalEvent } from '../../../src/wire/events.js';

/** Made into text at once, as a trace does. */
const AT_ONCE = 64;

collectAlone();
const decoder = new Decoder();
const orderer = new Orderer();
const clock = new WallClock(readClocks);
const kinds = new SignalKinds();
let records = 0;
let late = 0;
let lost = 0;
let characters = 0;

function text(signal: SignalEvent, late: boolean): string {
  const { cpu, ktime, facts } = signal;
  const { currentPid, currentTid, currentComm, uid, gid, cgroupId } = facts;
  const { targetPid, targetTid, targetComm, targetUid } = facts;
  const ends = { comm: currentComm, uid, gid, cgroup_id: cgroupId };
  return signalLine({
    kind: 'traced-signal',
    id: `1-${cpu}-${signal.seq}`,
    cpu,
    ktime,
    facts,
    shared: kinds.of(facts),
    wall: clock.wall(ktime),
    late,
    sender: new Described({ pid: currentPid, tid: currentTid, ...ends }),
    target: new Described({
      pid: targetPid,
      tid: targetTid,
      comm: targetComm,
      uid: targetUid,
    }),
    groupId: undefined,
    oom: undefined,
    parentThread: false,
  });
}

function write(ordered: readonly Ordered[]): void {
  for (let from = 0; from < ordered.length; from += AT_ONCE) {
    const batch = ordered.slice(from, from + AT_ONCE).map((entry) => {
      if (entry.kind === 'lost') lost += entry.count;
      if (entry.kind !== 'placed' || entry.event.kind !== 'signal') return '';
      records++;
      if (entry.late) late++;
      return text(entry.event, entry.late);
    });
    characters += batch.join('').length;
  }
}

const lines = readLines(process.stdin, (batch) => {
  const now = process.hrtime.bigint();
  clock.check(now, Date.now());
  const decoded = decoder.push(batch);
  for (const record of decoded) if (record.kind === 'tick') clock.saw(record.ktime, now);
  write(orderer.push(decoded));
});

await lines.ended;
write(orderer.flush());

const { user, system } = process.cpuUsage();
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const cpuSeconds = (user + system) / 1e6;
const other = 0;
console.log(JSON.stringify({ records, late, lost, other, characters, cpuSeconds, peakMegabytes }));
