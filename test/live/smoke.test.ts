// The program's own proof: that it passes where tracing works, fails where signals do not come, and
// leaves nothing behind.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { execa } from 'execa';
import t, { type Test } from 'tap';
import { Parser, type Result } from 'tap-parser';

import type { TraceRecord } from '../../src/records/records.js';
import { COMMAND } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { IN_OTHER_MOUNTS, PLAIN_NODE } from '../support/nobody.js';
import { PATIENCE } from '../support/patience.js';
import { until } from '../support/until.js';

const options = { skip: cannotTrace };
t.setTimeout(300_000 * PATIENCE);

/** Runs it where all that it starts, and all files that it writes, can be told by one folder. */
function run(t: Test, args: readonly string[] = [], prefix: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
  for (const name of ['tmp', 'cwd']) mkdirSync(join(folder, name));
  const child = execa(
    '/usr/bin/env',
    [`TMPDIR=${join(folder, 'tmp')}`, ...prefix, ...PLAIN_NODE, COMMAND, 'smoke', ...args],
    { cwd: join(folder, 'cwd'), reject: false, stdin: 'ignore' },
  );
  t.teardown(async () => {
    child.kill('SIGKILL');
    await child;
    rmSync(folder, { recursive: true });
  });
  return { folder, child };
}

/** Looks that nothing is left; each process has the folder in its environment. */
function clean(t: Test, folder: string): void {
  t.strictSame(left(folder), [], 'no process is left');
  t.strictSame(
    ['tmp', 'cwd'].flatMap((name) => readdirSync(join(folder, name))),
    [],
    'no file is left',
  );
}

function left(folder: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => read(pid, 'environ').includes(folder))
    .map((pid) => `${pid} ${read(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 200)}`);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

interface Report {
  readonly asserts: readonly Result[];
  readonly failed: readonly Result[];
  readonly skipped: readonly Result[];
  readonly parser: Parser;
}

function parsed(text: string): Report {
  const asserts: Result[] = [];
  const parser = new Parser();
  parser.on('assert', (result: Result) => asserts.push(result));
  parser.end(text);
  const failed = asserts.filter(({ ok }) => !ok);
  return { asserts, failed, skipped: asserts.filter(({ skip }) => skip !== false), parser };
}

void t.test('all checks pass, and nothing is left behind', options, async (t) => {
  const { folder, child } = run(t);
  const { exitCode, stdout, stderr } = await child;
  const { asserts, failed, parser } = parsed(stdout);
  t.strictSame(
    failed.map(({ name, diag }) => ({ name, diag: diag as unknown })),
    [],
  );
  t.ok(parser.results?.ok, 'the plan is kept');
  t.equal(exitCode, 0);
  t.equal(stderr, '');
  t.ok(asserts.length > 50, `${asserts.length} checks`);
  for (const name of ['bpftrace is killed: tracing goes on', 'the ledger adds up']) {
    t.ok(
      asserts.some((one) => one.name === name),
      name,
    );
  }
  clean(t, folder);
});

void t.test('as JUnit, and the records that were asked for', options, async (t) => {
  const file = join(t.testdir({}), 'records');
  const { folder, child } = run(t, ['--report', 'junit', '--write', file]);
  const { exitCode, stdout } = await child;
  const read = `
import json, sys, xml.etree.ElementTree as tree
suite = tree.fromstring(sys.stdin.buffer.read()).find('testsuite')
cases = suite.findall('testcase')
print(json.dumps({'attributes': suite.attrib, 'names': [case.get('name') for case in cases],
  'properties': {each.get('name'): each.get('value') for each in suite.iter('property')}}))`;
  const { attributes, names, properties } = JSON.parse(
    execFileSync('python3', ['-c', read], { input: stdout, encoding: 'utf8' }),
  ) as Record<'attributes' | 'properties', Record<string, string>> & { names: string[] };
  t.equal(exitCode, 0);
  t.match(attributes, { tests: String(names.length), failures: '0', errors: '0' });
  t.ok(names.length > 50 && names.every((name) => name.length > 0));
  t.match(properties, { probe: 'tracepoint', bpftrace: /^\d/ });
  clean(t, folder);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as TraceRecord);
  t.match([records[0], records.at(-1)], [{ type: 'ready' }, { type: 'end' }]);
});

const NO_BTF = [...IN_OTHER_MOUNTS, 'mount -t tmpfs none /sys/kernel/btf; exec "$@"', 'sh'];
const OWN_PIDS = ['unshare', '--pid', '--fork', '--mount-proc'];

for (const { what, prefix, skips, passes } of [
  { what: "without the kernel's types", prefix: NO_BTF, skips: /origin$/, passes: /: signal$/ },
  { what: 'in a pid namespace', prefix: OWN_PIDS, skips: /target, pid$/, passes: /: target$/ },
]) {
  void t.test(`${what}: what is lacking is skipped`, options, async (t) => {
    const { folder, child } = run(t, [], prefix);
    const { exitCode, stdout, stderr } = await child;
    if (prefix === NO_BTF && exitCode === 3) {
      // Newer ones need types for all they do.
      t.match(
        stderr,
        /neither in BTF nor in headers[^\n]*\n {2}[^\n]*apt-get install linux-libc-dev$/,
      );
      t.comment('skipped: this bpftrace traces nothing without types, and there are no headers');
      return;
    }
    const { asserts, failed, skipped } = parsed(stdout);
    t.strictSame(
      failed.map(({ name, diag }) => ({ name, diag: diag as unknown })),
      [],
    );
    t.equal(exitCode, 0);
    t.ok(skipped.some(({ name }) => skips.test(name)));
    for (const { skip } of skipped) t.match(skip, /./, 'with a reason');
    t.ok(asserts.some(({ name, skip }) => passes.test(name) && skip === false));
    clean(t, folder);
  });
}

for (const [signal, when] of [
  ['SIGINT', /./],
  ['SIGTERM', /"type":"signal"/],
  ['SIGHUP', /"type":"gap"/],
] as const) {
  void t.test(`${signal} after ${String(when)}: it says so and is gone`, options, async (t) => {
    const file = join(t.testdir({}), 'records');
    const { folder, child } = run(t, ['--write', file]);
    await until(
      () => (existsSync(file) && when.test(readFileSync(file, 'utf8')) ? true : undefined),
      () => `no ${String(when)}`,
    );
    child.kill(signal);
    const ended = await child;
    t.equal(ended.signal, signal, 'it dies of it, so that whoever waits knows');
    t.equal(ended.stdout, `TAP version 14\nBail out! interrupted by ${signal}`);
    clean(t, folder);
  });
}

void t.test('killed itself: all that it has started goes', options, async (t) => {
  const file = join(t.testdir({}), 'records');
  const { folder, child } = run(t, ['--write', file]);
  await until(
    () => (existsSync(file) && readFileSync(file, 'utf8').includes('signal') ? true : undefined),
    () => 'no signal',
  );
  child.kill('SIGKILL');
  await child;
  for (let i = 0; i < 100 * PATIENCE && left(folder).length > 0; i++) await sleep(100);
  clean(t, folder);
});

/** Stands in for bpftrace, and sees no signals. */
const BLIND = `#!/bin/sh
[ "$1" = --version ] && { echo 'bpftrace v0.17.0'; exit; }
now() { read -r up rest </proc/uptime; echo "\${up%.*}\${up#*.}0000000"; }
tick() { echo "{\\"type\\": \\"printf\\", \\"data\\": \\"t|$(now)|1|0|0/1|1|0\\"}"; }
tick; echo "{\\"type\\": \\"printf\\", \\"data\\": \\"c|$(now)\\"}"
while sleep 0.1; do tick; done
`;
/** Another, which always ends at once. */
const DEAD = `#!/bin/sh
[ "$1" = --version ] && echo 'bpftrace v0.17.0'
exit 0
`;

function standIn(t: Test, script: string): string {
  const bpftrace = join(t.testdir({ bpftrace: script }), 'bpftrace');
  chmodSync(bpftrace, 0o755);
  return bpftrace;
}

void t.test('where no signal comes: 1, with what was expected and seen', options, async (t) => {
  const { child } = run(t, ['--bpftrace', standIn(t, BLIND), '--patience', `${PATIENCE}s`]);
  const { stdout, exitCode, stderr } = await child;
  const { asserts, failed } = parsed(stdout);
  t.equal(exitCode, 1);
  t.equal(stderr, '');
  t.match(failed[0], {
    name: 'TERM ends a process: signal',
    diag: { expected: { signal: 'SIGTERM', origin: 'kill' }, seen: null },
  });
  t.ok(failed.some(({ name }) => name.startsWith('after that, ')));
  const passed = asserts.filter(({ ok }) => ok).map(({ name }) => name);
  t.strictSame(passed, [
    'bpftrace is killed: gap',
    'bpftrace is killed: tracing goes on',
    'the ledger adds up',
    'nothing is lost',
  ]);
});

void t.test('where nothing can be traced: 3, with what mends it', options, async (t) => {
  const dead = standIn(t, DEAD);
  for (const [bpftrace, says, mend] of [
    ['/nonexistent', /There is no program to run at \/nonexistent/, /name a program/],
    [dead, /bpftrace ended with exit status 0/, /signals-trace doctor/],
  ] as const) {
    const { folder, child } = run(t, ['--bpftrace', bpftrace]);
    const { exitCode, stdout, stderr } = await child;
    t.equal(exitCode, 3);
    t.equal(stdout, '');
    const [cause = '', hint = ''] = stderr.split('\n');
    t.match(cause, says);
    t.match(hint, mend);
    clean(t, folder);
  }
});
