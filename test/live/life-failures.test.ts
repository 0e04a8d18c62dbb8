// What becomes of a trace when one of its three processes dies or hangs: Node, the wrapper, bpftrace.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { storm, tracer, untraceable } from '../support/life.js';
import { until } from '../support/until.js';

const skip = untraceable();

void t.test('bpftrace is killed: a gap, and on with another', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  t.match(await trace.saw('ready'), { incarnation: 1 });
  source.begin(100);
  await trace.saw('signal', 100);
  const family = trace.family();
  process.kill((await trace.bpftrace()).pid, 'SIGKILL');
  const gap = await trace.saw('gap');
  const ready = await trace.saw('ready', 2);
  source.begin(50);
  await trace.saw('signal', 150);
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });

  t.match(gap, { incarnation: 1, reason: /signal 9/, unrecovered: null });
  t.match(ready, { incarnation: 2 });
  t.ok(gap.from < gap.to && gap.to <= ready.time, 'it ends with the next ready');
  const ids = trace.records.flatMap((record) => (record.type === 'signal' ? [record.id] : []));
  t.equal(new Set(ids).size, 150);
  t.strictSame([ids[0]?.[0], ids[149]?.[0]], ['1', '2'], 'ids name the incarnation');
  t.match(trace.records.at(-1), {
    type: 'end',
    reason: 'SIGINT',
    incarnations: 2,
    generated: 150,
    emitted: 150,
    lost: 0,
    unaccounted: 0,
  });
  t.notOk(family.some(({ alive }) => alive()));
  t.equal(trace.stderr(), '');
});

void t.test('bpftrace is killed in a storm: the ledger adds up', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  await trace.saw('ready');
  source.begin(300_000);
  await trace.saw('signal', 5000);
  process.kill((await trace.bpftrace()).pid, 'SIGKILL');
  await trace.saw('ready', 2);
  trace.kill('SIGINT');
  await trace.ended();
  t.match(trace.records.at(-1), { type: 'end', incarnations: 2, unaccounted: 0 });
});

void t.test('bpftrace hangs: noticed, killed, started again', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', ...source.filter]);
  await trace.saw('ready');
  process.kill((await trace.bpftrace()).pid, 'SIGSTOP');
  await until(() => trace.records.some(({ type }) => type === 'gap'), 'the restart', 60);
  t.match(await trace.saw('ready', 2), { incarnation: 2 });
  source.begin(10);
  await trace.saw('signal', 10);
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });
  t.match(trace.records.at(-1), { type: 'end', incarnations: 2, received: 10, unaccounted: 0 });
});

void t.test('the wrapper is killed: bpftrace does not outlive it', { skip }, async (t) => {
  const trace = tracer(t, ['--json', '-s', 'KILL', '--to', '1']);
  await trace.saw('ready');
  const bpftrace = await trace.bpftrace();
  process.kill((await trace.wrapper()).pid, 'SIGKILL');
  await until(() => !bpftrace.alive(), 'bpftrace ends', 10);
  t.match(await trace.saw('ready', 2), { incarnation: 2 });
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });
  t.match(trace.records.at(-1), { type: 'end', incarnations: 2, unaccounted: 0 });
});

void t.test('told to end before another has started: the gap is told', { skip }, async (t) => {
  const source = storm(t);
  const trace = tracer(t, ['--json', '--log-level', 'debug', ...source.filter]);
  await trace.saw('ready');
  process.kill((await trace.bpftrace()).pid, 'SIGKILL');
  await until(() => /state waiting/.test(trace.stderr()), 'the wait');
  trace.kill('SIGINT');
  t.match(await trace.ended(), { exitCode: 0 });
  t.match(trace.records.slice(1), [{ type: 'gap' }, { type: 'end', reason: 'SIGINT' }]);
});

for (const hung of [false, true]) {
  const name = `Node is killed${hung ? ' while bpftrace hangs' : ''}: nothing outlives it`;
  void t.test(name, { skip }, async (t) => {
    const trace = tracer(t, ['--json']);
    await trace.saw('ready');
    const family = trace.family();
    t.ok(family.length >= 2);
    t.teardown(() => {
      for (const { pid, alive } of family) if (alive()) process.kill(pid, 'SIGKILL');
    });
    if (hung) process.kill((await trace.bpftrace()).pid, 'SIGSTOP');
    trace.kill('SIGKILL');
    await until(() => !family.some(({ alive }) => alive()), 'all gone', 10);
    t.pass('all gone');
  });
}

void t.test('bpftrace does not die, whatever it is told', { skip }, async (t) => {
  // What the wrapper started ends, and what has left its group keeps its output open.
  const wrapper = t.testdir({ pid: '' });
  const file = path.join(wrapper, 'bpftrace');
  writeFileSync(
    file,
    `#!/bin/sh
case $* in *--version*) echo 'bpftrace v0.17.0'; exit;; esac
setsid sh -c 'echo $$ >${wrapper}/pid; exec sleep 300' &
wait
`,
  );
  chmodSync(file, 0o755);
  const trace = tracer(t, ['--json', '--log-level', 'debug', '--bpftrace', file]);
  const sleeper = await until(
    () => Number(readFileSync(`${wrapper}/pid`, 'utf8')) || undefined,
    'the start',
  );
  t.teardown(() => process.kill(sleeper, 'SIGKILL'));
  const family = trace.family();
  trace.kill('SIGINT');
  await until(() => /state stopping/.test(trace.stderr()), 'the stop');
  trace.kill('SIGINT');
  t.match(await trace.ended(30), { exitCode: 0 });
  await until(
    () => !family.some(({ pid, alive }) => pid !== sleeper && alive()),
    'the wrapper ends',
  );
});
