import type { PlanOptions } from '../../src/plan/plan.js';
import type { Measurement } from './measurement.js';
import { median, ms, times } from './support/numbers.js';
import type { Run } from './support/run.js';
import { limited, type Row, told } from './support/table.js';
import { startTarget } from './support/target.js';
import { bareBpftrace, cutsTypes, SIGUSR1, startOurs, toTarget } from './support/tracers.js';

const ROUNDS = 5;
const EVERY_MS = 10;
/** In the line that bpftrace prints of a signal. */
const BARE = '"data": "s|';
const MORE_MS = 200;
/** bpftrace's start with the types that the program uses, against its start with all. */
const CUT = 0.45;
/** More of that start goes into compiling the longer program, and less into types. */
const CUT_WITH_ATTEMPTS = 0.6;

/** How long until the first signal is seen. */
export const start: Measurement = {
  about: `time from the start to the first event, with a signal every 10 ms; against bpftrace alone
with the same program and types; and bpftrace alone with those of the kernel's types
that the program uses, against all types, without and with --attempts`,
  async run() {
    const target = await startTarget();
    const sender = setInterval(() => process.kill(target.pid, SIGUSR1), EVERY_MS);
    const asked = toTarget(target.pid);
    const cuts = await cutsTypes(asked);
    const [ours = NaN, some = NaN, all = NaN] = await medians([
      ['ours', () => firstEvent(() => startOurs(target.pid), '"type":"signal"')],
      ...(await bare(asked)),
    ]);
    const attempts = cuts ? await medians(await bare({ ...asked, attempts: true })) : [];
    clearInterval(sender);
    await target.end('SIGKILL');
    return [
      limited(
        { what: 'start to first event', ours: ms(ours), baseline: `bare bpftrace ${ms(some)}` },
        ours - some,
        MORE_MS,
        (n) => `${n < 0 ? '-' : '+'}${ms(Math.abs(n))}`,
      ),
      ofTypes('  bare bpftrace, types cut', cuts ? [some, all] : [], CUT),
      ofTypes('  the same with --attempts', attempts, CUT_WITH_ATTEMPTS),
    ];
  },
};

type Way = readonly [name: string, time: () => Promise<number>];

/** bpftrace with the types that signals-trace would give it, and with all of them. */
async function bare(asked: PlanOptions): Promise<Way[]> {
  const some = await bareBpftrace(asked);
  const all = await bareBpftrace(asked, { allTypes: true });
  return [
    ['bare bpftrace', () => firstEvent(() => some(), BARE)],
    ['with all types', () => firstEvent(() => all(), BARE)],
  ];
}

/** @param took with the types that are used, and with all; neither where signals-trace cuts none */
function ofTypes(what: string, [some, all]: readonly number[], limit: number): Row {
  if (some === undefined || all === undefined) return told(what, 'none cut for this bpftrace');
  const cells = { what, ours: ms(some), baseline: `all types ${ms(all)}` };
  return limited(cells, some / all, limit, times);
}

/** The medians of what take turns. */
async function medians(ways: readonly Way[]): Promise<number[]> {
  const all = ways.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    const said: string[] = [];
    for (const [i, [name, time]] of ways.entries()) {
      const took = await time();
      all[i]?.push(took);
      said.push(`${name} ${ms(took)}`);
    }
    console.error(`start: ${said.join(', ')}`);
  }
  return all.map(median);
}

async function firstEvent(begin: () => Run, mark: string): Promise<number> {
  const began = performance.now();
  const tracer = begin();
  let text = '';
  let ended = NaN;
  for await (const chunk of tracer.stdout.setEncoding('latin1')) {
    // What comes until it ends is read too, or it could not end.
    if (!Number.isNaN(ended)) continue;
    text += String(chunk);
    if (!text.includes(mark)) continue;
    ended = performance.now();
    void tracer.end('SIGINT');
  }
  await tracer.exited;
  if (Number.isNaN(ended)) throw new Error('a tracer ended before it saw a signal');
  return ended - began;
}
