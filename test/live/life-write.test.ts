// Where records cannot be written: one clear line, the right exit code, and nothing half written.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { storm, tracer, untraceable } from '../support/life.js';

const skip = untraceable();

void t.test('the disk is full: exit 4, and whole lines only', { skip }, async (t) => {
  const folder = t.testdir({ disk: {} });
  const [disk, copy] = [path.join(folder, 'disk'), path.join(folder, 'copy')];
  const source = storm(t);
  // The file is looked at while its file system, seen by these processes alone, is there.
  const script = `mount -t tmpfs -o size=256k none "$1" && { file=$1; copy=$2; shift 2; "$@"; }
    status=$?; cp "$file/records" "$copy"; exit $status`;
  const prefix = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];
  const trace = tracer(
    t,
    ['-o', 'table', '--write', path.join(disk, 'records'), ...source.filter],
    { prefix: [...prefix, disk, copy] },
  );
  await trace.bpftrace();
  const family = trace.family();
  const drip = setInterval(() => source.begin(50), 50);
  t.teardown(() => {
    clearInterval(drip);
  });
  t.match(await trace.ended(40), { exitCode: 4 });
  t.notOk(family.some(({ alive }) => alive()));
  t.match(
    trace.stderr(),
    /^[^\n]* signals shown[^\n]*\nsignals-trace: Cannot write \S*records: ENOSPC[^\n]*\n {2}make room[^\n]*\n$/,
  );
  const text = readFileSync(copy, 'utf8');
  t.ok(text.endsWith('}\n'), 'the last line is whole');
  for (const line of text.trimEnd().split('\n')) t.match(JSON.parse(line), { type: String });
  // A record is as long as the command lines of the test's own ancestors make it.
  t.ok(text.length > 128 * 1024, 'what fits is there');
});

void t.test('stdout is full: exit 4', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter], {
    prefix: ['sh', '-c', '"$@" >/dev/full', 'sh'],
  });
  t.match(await trace.ended(), { exitCode: 4 });
  t.match(
    trace.stderr(),
    /^[^\n]* signals traced[^\n]*\nsignals-trace: Cannot write stdout: ENOSPC/,
  );
  t.equal(trace.stderr().split('\n').length, 4, trace.stderr());
});

void t.test('the table has nowhere to go: exit 4', { skip }, async (t) => {
  const trace = tracer(t, ['-s', 'KILL', '--to', '1'], {
    prefix: ['sh', '-c', '"$@" >/dev/full', 'sh'],
  });
  t.match(await trace.ended(), { exitCode: 4 });
  t.match(trace.stderr(), /signals-trace: Cannot write stdout: ENOSPC/);
});

void t.test('no such folder: exit 2, before anything starts', async (t) => {
  const file = path.join(t.testdir(), 'missing', 'records');
  const trace = tracer(t, ['--write', file]);
  t.match(await trace.ended(), { exitCode: 2 });
  t.match(
    trace.stderr(),
    /^signals-trace: --write [^\n]*ENOENT[^\n]*\n {2}give a file in a folder [^\n]*\n$/,
  );
});

void t.test('a file is appended to', { skip }, async (t) => {
  const file = path.join(t.testdir(), 'records');
  writeFileSync(file, '{"type":"old"}\n');
  const source = storm(t);
  const trace = tracer(t, ['--json', '--write', file, '-n', '3', ...source.filter]);
  await trace.saw('ready');
  source.begin(5);
  t.match(await trace.ended(), { exitCode: 0 });
  const types = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  t.strictSame(types, ['old', 'ready', 'signal', 'signal', 'signal', 'end']);
  t.strictSame(
    trace.records.map(({ type }) => type),
    types.slice(1),
    'stdout has the same',
  );
});
