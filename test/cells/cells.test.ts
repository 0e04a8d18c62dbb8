// The same answer elsewhere: other versions of bpftrace on this kernel, other kernels under qemu, each in
// a cell that scripts/lab makes. Not among the tests that run by default: ./scripts/test --cells.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t from 'tap';

import type { ProbeKind } from '../../src/program/variants.js';
import { runs } from '../support/needs.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
/** What a Debian host needs to make roots of Debian's packages, and machines of its kernels. */
const NEEDS = ['mmdebstrap', 'qemu-system-x86_64', 'cpio'];

/** Those cells that share a command; cells of one kernel share a boot. */
type Cells = {
  readonly kernel: string;
  /** Debian releases, with their bpftrace. */
  readonly roots: readonly string[];
  readonly cgroups?: 'v1';
  /** What puts the machine to sleep wants its processors emulated one at a time. */
  readonly steady?: true;
} & (
  | {
      /** Arguments of ./scripts/test, after the smoke check; by the core program one file at a time, for it counts what others send. */
      readonly tests: readonly string[];
    }
  | {
      /** The smoke check alone, by every kind of probe: by these it passes, from the richest on. */
      readonly kinds: readonly [ProbeKind, ...ProbeKind[]];
    }
);

const truth = readdirSync(join(CHECKOUT, 'test/live'))
  .filter((name) => /^(origins-.*|identities|siginfo)\.test\.ts$/.test(name))
  .map((name) => `test/live/${name}`);

const CELLS: Readonly<Record<string, Cells>> = {
  'bpftrace 0.11, which ends and fails as cleanly': {
    kernel: 'host',
    roots: ['bullseye'],
    tests: ['--jobs=1', 'test/live/life-end.test.ts', 'test/live/life-failures.test.ts'],
  },
  'bpftrace 0.17': { kernel: 'host', roots: ['bookworm'], kinds: ['tracepoint'] },
  'bpftrace 0.23 and 0.27, which tell every signal as truly': {
    kernel: 'host',
    roots: ['trixie', 'forky'],
    tests: truth,
  },
  'Linux 5.10': { kernel: '5.10', roots: ['bookworm'], kinds: ['tracepoint', 'kprobe'] },
  'Linux 6.1 with cgroup v1': {
    kernel: '6.1',
    roots: ['bookworm'],
    cgroups: 'v1',
    tests: ['test/live/origins-limits.test.ts'],
  },
  'Linux 6.12, by a clock that was set and has slept': {
    kernel: '6.12',
    roots: ['trixie'],
    steady: true,
    tests: ['test/within-cells'],
  },
  'Linux 7.x': {
    kernel: '7.x',
    roots: ['forky'],
    kinds: ['rawtracepoint', 'tracepoint', 'fentry', 'kprobe'],
  },
};

const missing = NEEDS.filter((program) => !runs(program, '--version'));
const skip =
  process.geteuid?.() !== 0
    ? 'needs root'
    : missing.length > 0
      ? `needs ${missing.join(', ')}`
      : false;

t.setTimeout(2_400_000);

for (const [name, cells] of Object.entries(CELLS)) {
  void t.test(name, { skip, timeout: 0 }, async (t) => {
    const { stdout, exitCode } = await lab(cells);
    for (const root of cells.roots) {
      const note = new RegExp(` ${root} +passed +\\d+ s +(.*)`).exec(stdout)?.[1];
      t.ok(
        note !== undefined,
        root,
        note === undefined ? { said: stdout.split('\n').slice(-400) } : {},
      );
      if ('tests' in cells) continue;
      t.match(note, new RegExp(`^${cells.kinds[0]} ✓;`), 'auto takes it, and lacks nothing');
      for (const kind of cells.kinds)
        t.match(note, new RegExp(`\\b${kind} ✓`), `${root} by ${kind}`);
    }
    t.equal(exitCode, 0);
  });
}

async function lab(cells: Cells) {
  const { kernel, roots, cgroups, steady } = cells;
  const chosen = roots.flatMap((root) => ['--root', root]);
  const options = ['--kernel', kernel, ...chosen, '--limit', '1200'];
  if (cgroups !== undefined) options.push('--cgroups', cgroups);
  if (steady) options.push('--steady');
  const command =
    'tests' in cells
      ? `node dist/bin.js smoke --patience 100s && ./scripts/test ${cells.tests.join(' ')}`
      : 'sh scripts/laboratory/smoke.sh';
  return execa('./scripts/lab', ['--all', ...options, '--', 'sh', '-c', command], {
    cwd: CHECKOUT,
    reject: false,
    stdin: 'ignore',
    stderr: 'inherit',
  });
}
