// Cells of scripts/lab: other versions of bpftrace on this kernel, other kernels under qemu.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t from 'tap';

import type { ProbeKind } from '../../src/program/variants.js';
import { runs } from './needs.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
/** A Debian host needs these to make roots of Debian's packages, and machines of its kernels. */
const NEEDS = ['mmdebstrap', 'qemu-system-x86_64', 'cpio'];

/** Cells that share a command; cells of one kernel share a boot. */
export type Cells = {
  readonly kernel: string;
  /** Debian releases, with their bpftrace. */
  readonly roots: readonly string[];
  readonly cgroups?: 'v1';
  /** Emulates one processor at a time: a machine that sleeps needs it. */
  readonly steady?: true;
} & (
  | {
      /** Run after the smoke check: test files, on this kernel with options of ./scripts/test. */
      readonly tests: readonly string[];
    }
  | {
      /** The smoke check alone, by every kind of probe. It passes by these, the richest first. */
      readonly kinds: readonly [ProbeKind, ...ProbeKind[]];
    }
);

/** The live tests that compare what is traced with what was sent. */
export const TRUTH = readdirSync(join(CHECKOUT, 'test/live'))
  .filter((name) => /^(origins-.*|identities|siginfo)\.test\.ts$/.test(name))
  .map((name) => `test/live/${name}`);

const missing = NEEDS.filter((program) => !runs(program, '--version'));
const skip =
  process.geteuid?.() !== 0
    ? 'needs root'
    : missing.length > 0
      ? `needs ${missing.join(', ')}`
      : false;

/** Runs the cells, one after another, and expects each to pass. */
export function testCells(named: Readonly<Record<string, Cells>>): void {
  t.setTimeout(2_400_000);
  for (const [name, cells] of Object.entries(named)) {
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
}

async function lab(cells: Cells) {
  const { kernel, roots, cgroups, steady } = cells;
  const chosen = roots.flatMap((root) => ['--root', root]);
  const options = ['--kernel', kernel, ...chosen, '--limit', '1200'];
  if (cgroups !== undefined) options.push('--cgroups', cgroups);
  if (steady) options.push('--steady');
  return execa('./scripts/lab', ['--all', ...options, '--', 'sh', '-c', commandOf(cells)], {
    cwd: CHECKOUT,
    reject: false,
    stdin: 'ignore',
    stderr: 'inherit',
  });
}

function commandOf(cells: Cells): string {
  if ('kinds' in cells) return 'sh scripts/laboratory/smoke.sh';
  const smoke = 'node dist/bin.cjs smoke --patience 100s';
  if (cells.kernel === 'host') return `${smoke} && ./scripts/test ${cells.tests.join(' ')}`;
  // tap's own start takes an emulated processor longer than the tests.
  const tests = cells.tests.map((test) => `node --import=./scripts/typescript/register.js ${test}`);
  return [smoke, 'export TAP_TIMEOUT=1200', ...tests].join(' && ');
}
