/** Traces a seeded load with signals-trace and with the kernel, and prints how they differ, for scripts/compare. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { execa } from 'execa';

import type { EndRecord, TraceRecord } from '../src/records/records.js';
import { differences, type Told } from './comparison/differences.js';
import { KernelRecord } from './comparison/kernel-record.js';
import { takenBy } from './comparison/queues.js';

const HELP = `Usage: ./scripts/compare [--seed N] [--signals N]

Sends signals of all sorts among processes of its own, and compares what signals-trace tells of them
with the kernel's own record (a trace buffer of its own): each record field by field, each outcome
with a model of the kernel's queues, each end with the wait status.

  --seed N     what is sent follows from it (default: drawn, and printed)
  --signals N  how many are sent (50000)
  --help       this text

Exit status: 0 no difference, 1 differences, which are counted, with examples; 2 wrong usage.
`;

const BIN = fileURLToPath(new URL('../dist/bin.cjs', import.meta.url));
const LOAD = fileURLToPath(new URL('comparison/load.py', import.meta.url));
const BEGIN_MS = 30_000;

interface Said {
  readonly threads: Readonly<Record<string, readonly number[]>>;
  readonly statuses: Readonly<Record<string, number>>;
}

process.exitCode = await main();

async function main(): Promise<number> {
  let asked: ReturnType<typeof parsed>;
  try {
    asked = parsed();
  } catch (error) {
    console.error(`compare: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (!asked.help) return (await compare(asked.seed, asked.signals)) ? 0 : 1;
  console.log(HELP.trimEnd());
  return 0;
}

function parsed() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      signals: { type: 'string', default: '50000' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  for (const [name, value] of Object.entries({ seed: values.seed, signals: values.signals })) {
    if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} takes a whole number, not ${value}`);
  }
  return values;
}

async function compare(seed: string, signals: string): Promise<boolean> {
  const name = `cmp${process.pid}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'signals-trace-compare-'));
  const file = path.join(folder, 'told.ndjson');
  const kernel = new KernelRecord(name);
  const trace = execa(process.execPath, [BIN, '--json', '--buffer', '256M', '--to', name], {
    stdin: 'ignore',
    stdout: { file },
    stderr: 'inherit',
    reject: false,
    buffer: false,
  });
  const load = execa('python3', [LOAD, name, seed, signals], {
    stdio: ['pipe', 'pipe', 'inherit'],
    reject: false,
    buffer: false,
  });
  try {
    const said = load.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    await said.next();
    await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('"type":"ready"'));
    load.stdin.write('go\n');
    let text = '';
    for (let next; !(next = await said.next()).done;) text += String(next.value);
    trace.kill('SIGINT');
    await trace;
    return report(seed, recordsOf(file), kernel, JSON.parse(text) as Said);
  } finally {
    load.kill('SIGKILL');
    trace.kill('SIGINT');
    kernel.close();
    rmSync(folder, { recursive: true });
  }
}

function recordsOf(file: string): TraceRecord[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TraceRecord);
}

function report(
  seed: string,
  records: readonly TraceRecord[],
  kernel: KernelRecord,
  { threads, statuses }: Said,
): boolean {
  const processes = new Map(
    Object.entries(threads).flatMap(([pid, tids]) =>
      tids.map((tid) => [tid, Number(pid)] as const),
    ),
  );
  const isOfLoad = ({ tid }: { readonly tid: number }) => processes.has(tid);
  const events = kernel.read().filter(isOfLoad);
  const told: Told = {
    signals: records
      .filter((record) => record.type === 'signal')
      .filter(({ target }) => processes.has(target.tid)),
    outcomes: records.filter((record) => record.type === 'outcome'),
    exits: records.filter((record) => record.type === 'exit'),
  };
  const taken = takenBy(events, (tid) => processes.get(tid));
  const ended = new Map(Object.entries(statuses).map(([pid, status]) => [Number(pid), status]));
  const found = differences(told, events, taken, ended);
  const end = records.find((record): record is EndRecord => record.type === 'end');
  for (const example of found.examples) console.log(`compare: ${example}`);
  const { unflagged, flagged, untold, exits } = found;
  console.log(
    `seed ${seed}: ${told.signals.length} signals, ${found.records} differ; ${taken.by.size} taken, ` +
      `${unflagged} outcomes wrong, ${flagged} wrong and said to be inferred, ${untold} not told; ` +
      `${ended.size} ends, ${exits} differ; kernel lost ${kernel.lost}, ` +
      `${taken.unexplained.length} deliveries unexplained; skipped ${end?.skipped ?? '?'}, lost ${end?.lost ?? '?'}`,
  );
  return found.records + unflagged + untold + exits === 0 && told.signals.length > 0;
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + BEGIN_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('the trace does not begin');
    await sleep(50);
  }
}
