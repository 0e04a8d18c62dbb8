// However it is told to end, a trace ends in order: ledger written last, nothing left running.
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { execa } from 'execa';
import t from 'tap';

import { BIN, has, storm, tracer, untraceable } from '../support/life.js';
import { piped } from '../support/piped-trace.js';
import { interruptedTrace } from '../support/terminal.js';
import { until } from '../support/until.js';

const skip = untraceable();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  void t.test(`${signal} in the middle of a storm`, { skip }, async (t) => {
    const source = storm(t);
    const trace = tracer(t, ['--json', ...source.filter]);
    await trace.saw('ready');
    source.begin(200_000);
    await trace.saw('signal', 1000);
    const family = trace.family();
    t.ok(family.length >= 2, 'wrapper and bpftrace run');
    trace.kill(signal);
    t.strictSame(await trace.ended(), { exitCode: 0, signal: undefined });
    t.strictSame(
      family.filter(({ alive }) => alive()),
      [],
      'nothing is left running',
    );
    const end = trace.records.at(-1);
    const signals = trace.records.filter(({ type }) => type === 'signal').length;
    t.match(end, { type: 'end', reason: signal, unaccounted: 0, emitted: signals, lost: 0 });
    t.equal(trace.stderr(), '');
  });
}

void t.test(
  'a second SIGINT ends it at once; what was not read is counted',
  { skip },
  async (t) => {
    const source = storm(t);
    const trace = tracer(t, ['--json', '--log-level', 'debug', ...source.filter]);
    await trace.saw('ready');
    const family = trace.family();
    const bpftrace = await trace.bpftrace();
    process.kill(bpftrace.pid, 'SIGSTOP');
    // A busy host must get through the backlog before the hurried stop kills.
    source.begin(10_000);
    await until(() => source.done > 0, 'a backlog');
    trace.kill('SIGINT');
    await until(() => /state halting/.test(trace.stderr()), 'the halt');
    trace.kill('SIGINT');
    await until(() => /state stopping/.test(trace.stderr()), 'the stop');
    process.kill(bpftrace.pid, 'SIGCONT');
    t.match(await trace.ended(), { exitCode: 0 });
    t.notOk(family.some(({ alive }) => alive()));
    const end = trace.records.at(-1);
    t.match(end, { type: 'end', reason: 'SIGINT', unaccounted: 0 });
    // Few only where the kernel skipped the others.
    t.ok(
      end?.type === 'end' && end.received + end.lost > 8_000,
      'the whole backlog is accounted for',
      { end, stderr: trace.stderr() },
    );
  },
);

void t.test('SIGTERM to all of it, as from a service manager', { skip }, async (t) => {
  const trace = tracer(t, ['--json', '-s', 'KILL', '--to', '1']);
  await trace.saw('ready');
  const family = trace.family();
  for (const { pid } of family) process.kill(pid, 'SIGTERM');
  trace.kill('SIGTERM');
  t.match(await trace.ended(), { exitCode: 0 });
  t.notOk(family.some(({ alive }) => alive()));
  t.match(trace.records.at(-1), { type: 'end', reason: 'SIGTERM', unaccounted: 0 });
});

void t.test('under nohup, a SIGHUP does nothing', { skip }, async (t) => {
  const trace = execa('nohup', [BIN, '--json', '-s', 'KILL', '--to', '1'], {
    // Its shell finds Node.js on PATH.
    env: { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
    reject: false,
    stdin: 'ignore',
  });
  const { records, first } = piped(t, trace, 'SIGKILL');
  await first('ready');
  trace.kill('SIGHUP');
  await sleep(500);
  t.equal(trace.exitCode, null);
  trace.kill('SIGTERM');
  t.equal((await trace).exitCode, 0);
  t.match(records().at(-1), { type: 'end', reason: 'SIGTERM' });
});

void t.test('it ends while it starts', { skip }, async (t) => {
  const trace = tracer(t, ['--json']);
  await trace.wrapper();
  const family = trace.family();
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });
  await until(() => !family.some(({ alive }) => alive()), 'nothing left', 5);
  t.strictSame(trace.records, [], 'nothing was traced, so nothing is told');
});

for (const face of ['table', 'json']) {
  void t.test(`its reader goes away: ${face} | head -3`, { skip }, async (t) => {
    const source = storm(t);
    const shell = '{ "$@"; echo "status $?" >&2; } | head -3';
    const trace = tracer(t, ['-o', face, ...source.filter], {
      prefix: ['sh', '-c', shell, 'sh'],
    });
    await trace.bpftrace();
    const family = trace.family();
    const drip = setInterval(() => source.begin(1), 50);
    t.teardown(() => {
      clearInterval(drip);
    });
    await trace.ended(40);
    t.notOk(family.some(({ alive }) => alive()));
    t.match(trace.stderr(), /^[\d,]+ signals traced, 0 lost[^\n]*\nstatus 0\n$/);
  });
}

void t.test('Ctrl-C in a terminal', { skip: skip || (!has('tmux') && 'needs tmux') }, async (t) => {
  await interruptedTrace(t);
});
