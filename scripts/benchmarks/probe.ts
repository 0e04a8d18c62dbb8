import path from 'node:path';

import type { Measurement } from './measurement.js';
import { median, microseconds, nanoseconds, times, whole } from './support/numbers.js';
import { OutputFile } from './support/output-file.js';
import type { Run } from './support/run.js';
import { shortLived } from './support/short-lived.js';
import { burst } from './support/storm.js';
import { limited, type Row, told } from './support/table.js';
import { startTarget } from './support/target.js';
import { bareBpftrace, emptyProgram, SIGUSR1, toTarget } from './support/tracers.js';

const ROUNDS = 5;
/** All bursts of a round fit into the buffer of one CPU: what finds no room costs less. */
const BURSTS = 3;
const SIGNALS = 6000;
/** Longer bursts of signals that leave nothing in the buffer. */
const SIGNALS_LEFT_OUT = 100_000;
const SHORT_LIVED = 50;
/** Half seconds without news, after which all has been written. */
const QUIET = 2;
const MORE_NS = 2000;
/** A signal that nobody asked for costs its sender little more than the call of an empty program. */
const LEFT_OUT_NS = 100;

/** What signals cost their sender under one program, or under none. */
class Costs {
  readonly name: string;
  /** ns of a kill(2), by round. */
  readonly kills: number[] = [];
  /** ns of a kill(1), by round. */
  readonly commands: number[] = [];
  /** Of the line of a signal. */
  bytes = NaN;

  constructor(name: string) {
    this.name = name;
  }

  /**
   * bpftrace is held while signals are sent: its own work, and being woken for each of them, would
   * be most of what is seen where there are few CPUs.
   */
  async measure(target: number, signals: number, tracer?: Run): Promise<void> {
    if (tracer !== undefined) process.kill(tracer.pid, 'SIGSTOP');
    const bursts: number[] = [];
    for (let i = 0; i < BURSTS; i++) bursts.push((await burst(target, signals)).medianNs);
    if (tracer !== undefined) process.kill(tracer.pid, 'SIGCONT');
    this.kills.push(median(bursts));
    this.commands.push(await shortLived(target, SHORT_LIVED));
  }

  get kill(): number {
    return median(this.kills);
  }

  get command(): number {
    return median(this.commands);
  }
}

/**
 * What the probes cost whoever sends. The baseline of the full program is the core program of today:
 * it reads the tracepoint's own fields, as did the program that told neither origins nor outcomes, and
 * less, for that one found the target's process and took a stack each time. So the limit asks more
 * of the full program than that one would.
 */
export const probe: Measurement = {
  about: `what a kill(2) takes its sender, in the middle one of short runs: with no tracer, with the
program and its variants run by bpftrace alone, and with filters that leave the signals out,
beside an empty program;
the same of a kill(1), which is told of each time; bytes of a signal's line`,
  async run({ folder }) {
    const target = await startTarget();
    const free = new Costs('no tracer');
    const programs = await programsFor(target.pid);
    for (let round = 0; round < ROUNDS; round++) {
      await free.measure(target.pid, SIGNALS_LEFT_OUT);
      for (const one of programs) await traced(folder, target.pid, one);
      const said = [free, ...programs.map(({ costs }) => costs)].map(
        ({ name, kills }) => `${name} ${nanoseconds(kills[round] ?? NaN)}`,
      );
      console.error(`probe: ns per kill(2): ${said.join(', ')}`);
    }
    await target.end('SIGKILL');
    return rows(free, ...programs.map(({ costs }) => costs));
  },
};

async function programsFor(target: number) {
  const all = toTarget(target);
  const signals = { except: false, numbers: [SIGUSR1] };
  const elsewhere = { signals, to: [{ kind: 'pid', pid: process.pid } as const] };
  const others = { signals: { except: true, numbers: [SIGUSR1] } };
  const empty = {
    costs: new Costs('empty program'),
    start: await emptyProgram(),
    signals: SIGNALS_LEFT_OUT,
  };
  const under = async (name: string, ...asked: Parameters<typeof bareBpftrace>) => ({
    costs: new Costs(name),
    start: await bareBpftrace(...asked),
    signals: SIGNALS,
  });
  const leftOut = async (...asked: Parameters<typeof under>) => ({
    ...(await under(...asked)),
    signals: SIGNALS_LEFT_OUT,
  });
  return [
    await under('core', all, { variant: 'core' }),
    await under('full', all),
    await under('lean', { ...all, lean: true }),
    empty,
    await leftOut('another target', { filter: elsewhere }),
    await leftOut('other signals', { filter: others }),
  ];
}

async function traced(
  folder: string,
  target: number,
  { costs, start, signals }: Awaited<ReturnType<typeof programsFor>>[number],
): Promise<void> {
  const file = new OutputFile(path.join(folder, 'probe'));
  const tracer = start(file.fd);
  file.close();
  await file.has('"data": "t|');
  await costs.measure(target, signals, tracer);
  await file.settled([tracer.pid], QUIET);
  await tracer.end('SIGINT');
  let lines = 0;
  let bytes = 0;
  for await (const line of file.lines()) {
    if (!line.includes(`"data": "s|`) || !line.includes(`|${target}|`)) continue;
    lines++;
    bytes += line.length + 1;
  }
  costs.bytes = bytes / lines;
  // What finds no room in the buffer is cheaper.
  if (lines > 0 && lines < BURSTS * SIGNALS + SHORT_LIVED) {
    console.error(`probe: ${costs.name}: only ${whole(lines)} lines came`);
  }
}

function rows(free: Costs, ...programs: Costs[]): Row[] {
  const [core, full, lean, empty, elsewhere, others] = programs as [
    ...[Costs, Costs, Costs],
    ...[Costs, Costs, Costs],
  ];
  const kill = ({ name, kill }: Costs) => `${name} ${nanoseconds(kill)}`;
  const command = ({ name, command }: Costs) => `${name} ${microseconds(command / 1000)}`;
  const more = (what: string, costs: Costs, than: Costs, limit: number) =>
    limited(
      { what, ours: nanoseconds(costs.kill), baseline: kill(than) },
      costs.kill - than.kill,
      limit,
      (n) => `${n < 0 ? '-' : '+'}${nanoseconds(Math.abs(n))}`,
    );
  const spread = Math.max(...free.kills) - Math.min(...free.kills);
  return [
    more('kill(2) with the full program', full, core, MORE_NS),
    told('  without a tracer', '', nanoseconds(free.kill), `±${nanoseconds(spread / 2)}`),
    told('  with --lean', nanoseconds(lean.kill), kill(core)),
    told('kill(2) with an empty program', nanoseconds(empty.kill), kill(free)),
    more('kill(2), filtered out by its target', elsewhere, empty, LEFT_OUT_NS),
    more('kill(2), filtered out by its number', others, empty, LEFT_OUT_NS),
    told('kill(1) with the full program', command(full), `${command(free)}, ${command(core)}`),
    told('  with --lean', command(lean)),
    told(
      'bytes of a signal',
      `${whole(Math.round(full.bytes))}, lean ${whole(Math.round(lean.bytes))}`,
      `core ${whole(Math.round(core.bytes))}`,
      times(full.bytes / core.bytes),
    ),
  ];
}
