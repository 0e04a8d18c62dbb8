/** What scripts/bench runs: the measurements asked for, one after the other, and their table. */
import { parseArgs } from 'node:util';

import { findBpftrace } from '../src/bpftrace/find.js';
import { enrichment } from './benchmarks/enrichment.js';
import { idle } from './benchmarks/idle.js';
import { latency } from './benchmarks/latency.js';
import type { Measurement } from './benchmarks/measurement.js';
import { memory } from './benchmarks/memory.js';
import { probe } from './benchmarks/probe.js';
import { replay } from './benchmarks/replay.js';
import { start } from './benchmarks/start.js';
import { storm } from './benchmarks/storm.js';
import { facts } from './benchmarks/support/facts.js';
import { endAll } from './benchmarks/support/run.js';
import { makeSetting } from './benchmarks/support/setting.js';
import { printTable, type Row } from './benchmarks/support/table.js';

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  replay,
  memory,
  enrichment,
  probe,
  start,
  idle,
  latency,
  storm,
};

const HELP = `Usage: ./scripts/bench [measurement ...] [options]

Measures the built program on this kernel, beside named baselines in the same run, and prints a table.
Machines differ: compare within one run, and let the machine do nothing else meanwhile.

${Object.entries(MEASUREMENTS)
  .map(
    ([name, { about }]) => `  ${name.padEnd(10)} ${about.replaceAll('\n', `\n${' '.repeat(13)}`)}`,
  )
  .join('\n')}

Without names, all of them.

  --signals N  signals in a burst of storm (1000000)
  --long       memory over 10,000,000 records too (some minutes)
  --help       this text

With another bpftrace on this kernel, here Debian trixie's:
  ./scripts/lab run --root trixie --limit 3600 -- ./scripts/bench

The table has a line for each figure: what it is, ours, the baseline, their ratio or ours alone, its
limit, and "ok" or "over". Single runs are told on stderr as they end.
Exit status: 0 measured (whatever it showed), 1 not, 2 wrong usage, 3 the set-up failed.
`;

function parsed() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      long: { type: 'boolean', default: false },
      signals: { type: 'string', default: '1000000' },
    },
  });
  const signals = Number(values.signals);
  if (!Number.isSafeInteger(signals) || signals < 1000) {
    throw new Error(`--signals takes a whole number from 1000 up, not ${values.signals}`);
  }
  const unknown = positionals.filter((name) => !(name in MEASUREMENTS));
  if (unknown.length > 0) {
    throw new Error(`no measurement ${unknown.join(', ')}: ${Object.keys(MEASUREMENTS).join(' ')}`);
  }
  const names = positionals.length > 0 ? positionals : Object.keys(MEASUREMENTS);
  return { help: values.help, long: values.long, signals, names };
}

async function main(): Promise<void> {
  let asked: ReturnType<typeof parsed>;
  try {
    asked = parsed();
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
    return;
  }
  if (asked.help) {
    process.stdout.write(HELP);
    return;
  }
  const bpftrace = await findBpftrace();
  const setting = makeSetting({ ...asked, bpftrace });
  console.log(facts(bpftrace));
  const rows: Row[] = [];
  for (const [name, measurement] of Object.entries(MEASUREMENTS)) {
    if (!asked.names.includes(name)) continue;
    try {
      rows.push(...(await measurement.run(setting)));
    } catch (error) {
      console.error(`bench: ${name}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
  endAll();
  printTable(rows);
}

await main();
