// What a start promises, what it tells, and what it says where it can't be.
import { readdirSync } from 'node:fs';

import t from 'tap';

import { processesNaming, storm, tracer, untraceable } from '../support/life.js';
import { NOBODY, unreadable } from '../support/nobody.js';

const skip = untraceable();

void t.test('nothing that happens after ready is missed', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  await trace.saw('ready');
  source.begin(1);
  await trace.saw('signal');
  trace.kill('SIGTERM');
  t.match(await trace.ended(), { exitCode: 0 });
  t.strictSame(
    trace.records.map(({ type }) => type),
    ['ready', 'signal', 'end'],
    'the signal that proves it is not among them',
  );
  t.equal(trace.stderr(), '', 'no progress where nobody looks');
});

void t.test('its own command line alone has the filter; no file is left', { skip }, async (t) => {
  const name = `unlikely-${process.pid}`;
  const folder = t.testdir({});
  const args = ['--json', '-a', '--to', name, '--from', `/${name}/`];
  const trace = tracer(t, args, { env: { TMPDIR: folder } });
  await trace.saw('ready');
  t.match((await trace.bpftrace()).command, /^\S*bpftrace .*-f json \S+( \d+){6} $/);
  t.strictSame(readdirSync(folder), []);
  const named = processesNaming(name);
  t.equal(named.length, 1, named.join('\n'));
  t.match(named[0], /bin\.cjs --json /);
  trace.kill('SIGTERM');
  t.match(await trace.ended(), { exitCode: 0 });
});

void t.test('--log-level debug tells what a maintainer asks for', { skip }, async (t) => {
  const trace = tracer(t, ['--json', '--log-level', 'debug', '--duration', '1s', '-s', 'KILL']);
  t.match(await trace.ended(), { exitCode: 0 });
  t.match(trace.records.at(-1), { type: 'end', reason: 'duration' });
  const told = [
    /^debug: bpftrace \d+\.\d+\S* at \/\S+bpftrace$/m,
    /^debug: host btf: (true|false)$/m,
    /^debug: host tracing: \S+$/m,
    /^debug: programs to try: /m,
    /^debug: incarnation 1: program (rawtracepoint|full|core)$/m,
    /^debug: {3}(?:tracepoint:signal|rawtracepoint):signal_generate$/m,
    /^debug: state starting(.|\n)*^debug: state tracing(.|\n)*^debug: state halting(.|\n)*^debug: state stopping(.|\n)*^debug: state ended$/m,
    /^debug: incarnation 1: generated \d+, hidden 0, skipped (\d+|\?)$/m,
  ];
  for (const pattern of told) t.match(trace.stderr(), pattern);
});

/** Ends before anything has been traced, with one line that says why and one that says what mends it. */
const refusals: readonly {
  name: string;
  args: readonly string[];
  prefix?: readonly string[];
  exitCode: number;
  said: RegExp;
  skip?: string | false;
}[] = [
  { name: 'unknown flag', args: ['--jsno'], exitCode: 2, said: /jsno\n {2}did you mean --json\?/ },
  { name: 'unknown signal', args: ['-s', 'NOPE'], exitCode: 2, said: /NOPE/ },
  { name: 'no such bpftrace', args: ['--bpftrace', '/no/such'], exitCode: 3, said: /\/no\/such/ },
  {
    name: 'not bpftrace',
    args: ['--bpftrace', '/bin/true'],
    exitCode: 3,
    said: /\/bin\/true does not say its version/,
  },
  {
    name: "in a pid namespace of its own, without the kernel's types",
    args: [],
    prefix: [
      ...['unshare', '--pid', '--fork', '--mount', '--mount-proc', '--propagation', 'private'],
      ...['sh', '-c', 'mount -t tmpfs none /sys/kernel/btf; "$@"', 'sh'],
    ],
    exitCode: 3,
    said: /pid namespace of its own[^\n]*\n {2}start the container with --pid=host/,
    skip,
  },
  {
    name: 'tracefs is not mounted',
    args: ['--probe', 'tracepoint'],
    prefix: [
      ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c'],
      'for at in tracing debug; do mount -t tmpfs none /sys/kernel/$at; done; "$@"',
      'sh',
    ],
    exitCode: 3,
    said: /signal_generate is not visible[^\n]*\n {2}[^\n]*mount -t tracefs/,
    skip,
  },
  {
    name: 'neither root nor sudo',
    args: [],
    prefix: [...NOBODY, 'env', 'PATH=/none'],
    exitCode: 3,
    said: /root[^\n]*sudo[^\n]*\n {2}run it as root/,
    skip: skip || unreadable(),
  },
  {
    name: 'nowhere to put a pipe',
    args: [],
    prefix: ['env', 'TMPDIR=/no/such/folder'],
    exitCode: 3,
    said: /No pipe for what bpftrace prints could be made[^\n]*\n {2}set TMPDIR/,
    skip,
  },
];

for (const { name, args, prefix = [], exitCode, said, skip } of refusals) {
  void t.test(`${name}: exit ${exitCode}`, { skip: skip ?? false }, async (t) => {
    const trace = tracer(t, args, { prefix });
    t.match(await trace.ended(), { exitCode });
    t.match(trace.stderr(), said);
    t.match(trace.stderr(), /^signals-trace: [^\n]+\n {2}[^\n]+\n$/, 'two lines, no stack trace');
    t.strictSame(trace.records, []);
  });
}
