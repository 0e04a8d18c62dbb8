import path from 'node:path';

import { atLeast } from '../../src/bpftrace/find.js';
import type { EndRecord } from '../../src/records/records.js';
import type { Measurement } from './measurement.js';
import { median, megabytes, microseconds, nanoseconds, times, whole } from './support/numbers.js';
import { OutputFile } from './support/output-file.js';
import { cpuSeconds, descendant, peakMegabytes } from './support/proc.js';
import type { Run } from './support/run.js';
import type { Setting } from './support/setting.js';
import { burst, type Sent } from './support/storm.js';
import { limited, type Row, told } from './support/table.js';
import { startTarget } from './support/target.js';
import { bareBpftrace, startOurs, toTarget } from './support/tracers.js';

const ROUNDS = 3;
const PEAK_MB = 200;

/** The cost that a storm may have: the sender's time against bare bpftrace, Node's CPU against its bpftrace's. */
interface Limits {
  readonly slower: number;
  readonly cpu: number;
}

const LIMITS: Limits = { slower: 1.15, cpu: 1.2 };
/** bpftrace before 0.20 takes more CPU for an event, so that Node's weighs less beside it. */
const OLDER: Limits = { slower: 1.05, cpu: 0.7 };

/** One burst under one tracer. */
interface Traced {
  readonly sent: Sent;
  /** Signals that the tracer wrote. */
  readonly events: number;
  /** µs of CPU for each event: of bpftrace, and of the process that we started. */
  readonly bpftraceCpu: number;
  readonly ownCpu: number;
  readonly peak: number;
  /** Its last line. */
  readonly last: string;
}

type Ours = Traced & { readonly end: EndRecord };

/** A burst as fast as one process can send. */
export const storm: Measurement = {
  about: `a burst of signals from one process to one that ignores them: without a tracer, with
bpftrace alone and the same program, and with ours, both writing to a file; the sender's
time for a signal, losses, Node's CPU for an event against bpftrace's own, Node's peak RSS`,
  async run(setting) {
    const target = await startTarget();
    const startBare = await bareBpftrace(toTarget(target.pid));
    const untraced: Sent[] = [];
    const bare: Traced[] = [];
    const ours: Ours[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const free = await burst(target.pid, setting.signals);
      const theirs = await traced(setting, target, startBare, BARE);
      const own = await traced(setting, target, (stdout) => startOurs(target.pid, stdout), OURS);
      const end = JSON.parse(own.last) as EndRecord;
      untraced.push(free);
      bare.push(theirs);
      ours.push({ ...own, end });
      console.error(
        `storm: ns per signal: untraced ${nanoseconds(free.ns)}, bare ${nanoseconds(theirs.sent.ns)}, ours ${nanoseconds(own.sent.ns)}; ` +
          `CPU per event: Node ${microseconds(own.ownCpu)}, its bpftrace ${microseconds(own.bpftraceCpu)}, bare ${microseconds(theirs.bpftraceCpu)}\n` +
          `storm: bare wrote ${whole(theirs.events)}, ours ${whole(own.events)}; ledger ${own.last}`,
      );
    }
    await target.end('SIGKILL');
    return rows(setting, untraced, bare, ours);
  },
};

interface Marks {
  readonly ready: string;
  readonly event: string;
}

const BARE: Marks = { ready: '"data": "t|', event: '"data": "s|' };
const OURS: Marks = { ready: '"type":"ready"', event: '"type":"signal"' };

async function traced(
  { folder, signals }: Setting,
  target: Run,
  start: (stdout: number) => Run,
  marks: Marks,
): Promise<Traced> {
  const file = new OutputFile(path.join(folder, 'storm'));
  const tracer = start(file.fd);
  file.close();
  await file.has(marks.ready);
  const bpftrace = marks === BARE ? tracer.pid : descendant(tracer.pid, 'bpftrace');
  const used = () => [bpftrace, tracer.pid].map(cpuSeconds) as [number, number];
  const before = used();
  const sent = await burst(target.pid, signals);
  await file.settled([bpftrace, tracer.pid]);
  const after = used();
  const peak = peakMegabytes(tracer.pid);
  await tracer.end('SIGINT');
  const { events, last } = await file.summary(marks.event);
  const each = (index: 0 | 1) => ((after[index] - before[index]) / events) * 1e6;
  return { sent, events, bpftraceCpu: each(0), ownCpu: each(1), peak, last };
}

function rows(
  { signals, bpftrace: version }: Setting,
  untraced: Sent[],
  bare: Traced[],
  ours: Ours[],
): Row[] {
  const { slower, cpu } = atLeast(version, 20) ? LIMITS : OLDER;
  const middle = (runs: readonly Sent[], key: keyof Sent) => median(runs.map((sent) => sent[key]));
  const sents = (runs: readonly Traced[]) => runs.map(({ sent }) => sent);
  const [mine, theirs] = [middle(sents(ours), 'ns'), middle(sents(bare), 'ns')];
  const [mineCpu, theirsCpu] = [middle(sents(ours), 'cpuNs'), middle(sents(bare), 'cpuNs')];
  const node = median(ours.map(({ ownCpu }) => ownCpu));
  const bpftrace = median(ours.map(({ bpftraceCpu }) => bpftraceCpu));
  const alone = median(bare.map(({ bpftraceCpu }) => bpftraceCpu));
  const peak = Math.max(...ours.map(({ peak }) => peak));
  const sum = (key: 'lost' | 'late' | 'unaccounted' | 'skipped') =>
    ours.reduce((total, { end }) => total + Math.abs(end[key] ?? 0), 0);
  const bareMissing = bare.reduce((total, { events }) => total + signals - events, 0);
  const none = (key: 'lost' | 'late' | 'unaccounted', baseline = '') =>
    limited({ what: `storm, ${key}`, ours: whole(sum(key)), baseline }, sum(key), 0, whole);
  return [
    limited(
      {
        what: `storm of ${whole(signals)}, ns per signal`,
        ours: nanoseconds(mine),
        baseline: `bare bpftrace ${nanoseconds(theirs)}`,
      },
      mine / theirs,
      slower,
      times,
    ),
    told('  without a tracer', '', nanoseconds(middle(untraced, 'ns'))),
    told(
      "  the sender's CPU alone",
      nanoseconds(mineCpu),
      `bare bpftrace ${nanoseconds(theirsCpu)}`,
      times(mineCpu / theirsCpu),
    ),
    none('lost', `bare bpftrace ${whole(bareMissing)} missing`),
    none('late'),
    none('unaccounted'),
    told('storm, skipped by the kernel', whole(sum('skipped'))),
    limited(
      {
        what: 'storm, CPU per event',
        ours: `Node ${microseconds(node)}`,
        baseline: `its bpftrace ${microseconds(bpftrace)}`,
      },
      node / bpftrace,
      cpu,
      times,
    ),
    told('  bpftrace when bare', '', microseconds(alone)),
    limited(
      { what: 'storm, peak RSS of Node', ours: megabytes(peak), baseline: '' },
      peak,
      PEAK_MB,
      megabytes,
    ),
  ];
}
