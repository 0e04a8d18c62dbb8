// The same answer elsewhere: other versions of bpftrace on this kernel, other kernels under qemu, each in
// a cell that scripts/lab makes. Not among the tests that run by default: ./scripts/test --cells.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import { runs } from '../support/needs.js';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
/** What a Debian host needs to make roots of Debian's packages, and machines of its kernels. */
const NEEDS = ['mmdebstrap', 'qemu-system-x86_64', 'cpio'];
const TRUTH = /^(origins-.*|identities|siginfo|attempts)\.test\.ts$/;

/** Debian releases with bpftrace 0.11, 0.17, 0.23, 0.27, by the kernel that they are tried on. */
const SMOKE: Readonly<Record<string, readonly string[]>> = {
  host: ['bullseye', 'bookworm', 'trixie', 'forky'],
  '5.10': ['bookworm'],
  '6.1': ['bookworm'],
  '6.12': ['trixie'],
  '7.x': ['forky'],
};

const missing = NEEDS.filter((program) => !runs(program, '--version'));
const skip =
  process.geteuid?.() !== 0
    ? 'needs root'
    : missing.length > 0
      ? `needs ${missing.join(', ')}`
      : false;

t.setTimeout(2_400_000);

for (const [kernel, roots] of Object.entries(SMOKE)) {
  void t.test(`tracing works on kernel ${kernel}`, { skip, timeout: 0 }, async (t) => {
    const { stdout, exitCode } = await lab(kernel, roots);
    t.comment(stdout);
    for (const root of roots) {
      t.match(stdout, new RegExp(` ${root} +passed `), `with the bpftrace of ${root}`);
    }
    t.equal(exitCode, 0);
  });
}

void t.test('every signal is told as truly by newer versions', { skip, timeout: 0 }, async (t) => {
  const files = readdirSync(join(CHECKOUT, 'test/live')).filter((name) => TRUTH.test(name));
  const tests = files.map((name) => `test/live/${name}`);
  await pass(t, 'host', ['trixie', 'forky'], tests);
});

void t.test(
  'every time is right, after a sleep and a set clock',
  { skip, timeout: 0 },
  async (t) => {
    await pass(t, '6.12', ['bookworm', 'trixie'], ['test/within-cells']);
  },
);

void t.test('the oldest version ends and fails as cleanly', { skip, timeout: 0 }, (t) =>
  pass(t, 'host', ['bullseye'], ['test/live/life-end.test.ts', 'test/live/life-failures.test.ts']),
);

void t.test('the same on a host of cgroup v1', { skip, timeout: 0 }, (t) =>
  pass(
    t,
    '6.1',
    ['bookworm'],
    ['test/live/siginfo.test.ts', 'test/live/origins-limits.test.ts'],
    ['--cgroups', 'v1'],
  ),
);

/** The tests pass in each cell. */
async function pass(
  t: Test,
  kernel: string,
  roots: readonly string[],
  tests: readonly string[],
  options: readonly string[] = [],
) {
  const { stdout, exitCode } = await lab(
    kernel,
    roots,
    ...options,
    '--',
    './scripts/test',
    ...tests,
  );
  for (const root of roots) {
    const passed = new RegExp(` ${root} +passed `).test(stdout);
    t.ok(passed, root, passed ? {} : { said: stdout.split('\n').slice(-400) });
  }
  t.equal(exitCode, 0);
}

async function lab(kernel: string, roots: readonly string[], ...command: readonly string[]) {
  const chosen = roots.flatMap((root) => ['--root', root]);
  return execa('./scripts/lab', ['--all', '--kernel', kernel, ...chosen, ...command], {
    cwd: CHECKOUT,
    reject: false,
    stdin: 'ignore',
    stderr: 'inherit',
  });
}
