import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { OutcomeRecord } from '../../src/records/records.js';
import { ALL_SIGNALS } from '../../src/signals/numbers.js';
import { cgroupsOfUnits, ownCgroup } from '../support/cgroups.js';
import { LiveTrace, runCommand } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { type Puppet, puppet } from '../support/python.js';

/** Sends what it is told to: the signal, the process, the thread; says so when it is done. */
const SENDER = `
for line in sys.stdin:
    signo, pid, tid = map(int, line.split())
    say(error=libc.tgkill(pid, tid, signo) if tid else libc.kill(pid, signo))
`;

/** Takes every signal but USR2, which it ignores; a second thread only waits. */
const RECEIVER = `
def idle():
    named(os.fsencode(sys.argv[1][:13] + '-2'))
    say(tid=threading.get_native_id())
    threading.Event().wait()
signals = signal.valid_signals() - {signal.SIGUSR2}
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
threading.Thread(target=idle, daemon=True).start()
while True: signal.sigwaitinfo(signals)
`;

const USER = 12345;
const AS_USER = `os.setgid(${USER})\nos.setuid(${USER})\n`;

/** Everybody's comm; short enough for one of a thread. */
const NAMES = Object.fromEntries(
  ['ann', 'ben', 'eve', 'rex', 'uma'].map((name) => [name, `${name}${process.pid}`]),
);

/** What is sent in each case, in order: who, what, to whom; `rex/2` is the second thread of rex. */
const PLAY = [
  'ann HUP rex',
  'ann USR1 rex/2',
  'ann USR2 rex',
  'ben HUP rex',
  'ben RTMIN+3 rex',
  'ben TERM uma',
  'eve HUP uma',
];

void t.test('filters', { skip: cannotTrace }, async (t) => {
  const people: Record<string, Puppet> = {};
  const enter = (name: string, script: string) =>
    (people[name] = puppet(t, NAMES[name] ?? '', script));
  enter('ann', SENDER);
  enter('ben', SENDER);
  enter('eve', AS_USER + SENDER);
  const second = (await enter('rex', RECEIVER).hears())['tid'] ?? 0;
  await enter('uma', AS_USER + RECEIVER).hears();
  const pid = (name: string) => String(people[name]?.pid);
  const comm = (name: string) => NAMES[name] ?? '';
  const command = (name: string) => `/ ${comm(name)}$/`;
  const nameOf = (pid = 0) => Object.keys(people).find((name) => people[name]?.pid === pid);

  async function play() {
    for (const [from = '', signal = '', to = ''] of PLAY.map((line) => line.split(' '))) {
      const [name = '', thread] = to.split('/');
      const signo = ALL_SIGNALS.indexOf(`SIG${signal}`) + 1;
      people[from]?.tell(`${signo} ${pid(name)} ${thread === undefined ? 0 : second}`);
      const { error } = (await people[from]?.hears()) ?? {};
      if (error !== 0) throw new Error(`${from} could not send SIG${signal} to ${to}`);
    }
  }

  /** What a trace with these arguments shows of the play. */
  async function seen(t: Test, args: readonly string[]) {
    const trace = await LiveTrace.start(t, ['--json', ...args]);
    await play();
    const { exitCode, end, signals } = await trace.stop();
    t.equal(exitCode, 0);
    t.match(end, { lost: 0, unaccounted: 0, emitted: signals.length });
    const shown = signals.flatMap(({ sender, signal, target }) => {
      const [from, to] = [nameOf(sender?.pid), nameOf(target.pid)];
      if (from === undefined || to === undefined) return [];
      return `${from} ${signal.slice(3)} ${to}${target.tid === second ? '/2' : ''}`;
    });
    return { shown, signals, end };
  }

  const cases: { args: string[]; shows: RegExp }[] = [
    { args: ['-s', 'hup,10', '-s', 'SIGRTMIN+3'], shows: /HUP|USR1|RTMIN/ },
    { args: ['--from', pid('ann'), '--from', comm('eve')], shows: /^ann|^eve/ },
    { args: ['--to', pid('rex')], shows: /rex/ },
    { args: ['--to', comm('rex')], shows: /rex/ },
    { args: ['--to', `${comm('rex')}-2`], shows: /rex\/2/ },
    { args: [pid('uma')], shows: /uma/ },
    { args: [comm('ben')], shows: /ben/ },
    { args: [command('eve')], shows: /eve/ },
    { args: ['--from-user', 'root', '--to-user', String(USER)], shows: /ben TERM uma/ },
    { args: ['--result', 'ignored', '--from', comm('ann')], shows: /USR2/ },
  ];
  for (const { args, shows } of cases) {
    await t.test(args.join(' '), async (t) => {
      const { shown } = await seen(t, args);
      t.strictSame(
        shown,
        PLAY.filter((line) => shows.test(line)),
      );
    });
  }

  await t.test('what only decoding can tell is counted as filtered', async (t) => {
    const { shown, signals, end } = await seen(t, ['--from', command('ben'), '--to', pid('rex')]);
    t.strictSame(shown, ['ben HUP rex', 'ben RTMIN+3 rex']);
    t.equal(signals.length, 2);
    t.match(end, { received: 5, emitted: 2, filtered: 3, generated: 5 });
  });

  await t.test('what is left out is left out of the whole host', async (t) => {
    const { shown, signals } = await seen(t, ['-s', '!HUP,12']);
    t.strictSame(
      shown,
      PLAY.filter((line) => !/HUP|USR2/.test(line)),
    );
    t.notOk(signals.find(({ signo }) => signo === 1 || signo === 12));
  });

  await t.test('an origin that cannot be known here is said to be unknown', async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '--lean', '--origin', 'oom']);
    const { records } = await trace.stop();
    t.match(records[1], { type: 'warning', code: 'origin_unknown', hint: /--lean/ });
  });

  await t.test('--count ends the trace by itself', async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '-n', '3', '--to', pid('rex')]);
    await play();
    const { exitCode, end, signals } = await trace.ended();
    t.equal(exitCode, 0);
    t.equal(signals.length, 3);
    t.match(end, { reason: 'count', emitted: 3, lost: 0, unaccounted: 0 });
  });

  await t.test('--duration ends the trace by itself', async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '--duration', '1s', '--to', pid('rex')]);
    const { exitCode, end, records } = await trace.ended();
    t.equal(exitCode, 0);
    t.match(end, { reason: 'duration', unaccounted: 0 });
    t.ok(end.epoch_us - (records[0]?.epoch_us ?? 0) >= 1_000_000, 'not before its time');
  });

  await t.test('no process is asked for by a thread id', async (t) => {
    const { exitCode, stdout, stderr } = await runCommand('--to', String(second));
    t.equal(exitCode, 2);
    t.equal(stdout.replace(/^TIME.*\n?/, ''), '');
    t.match(stderr, `--to ${second}: this is a thread of process ${pid('rex')}`);
  });
});

void t.test('names that could do harm, at both ends', { skip: cannotTrace }, async (t) => {
  const names = [
    `"q'${process.pid}`,
    `{}[]$@${process.pid}`,
    `new\nline${process.pid}`,
    `\\n\\${process.pid}\\`,
    'éééééüü',
    `%s%n%d${process.pid}`,
    `\u001B[31m${process.pid}`,
    `*/ ${process.pid} /*`,
    ` ${process.pid} |a|b`,
    'voilà',
  ];
  const trace = await LiveTrace.start(t, ['--json', ...names.flatMap((name) => ['--to', name])]);
  for (const name of names) {
    await t.test(JSON.stringify(name), async (t) => {
      const parent = puppet(
        t,
        name,
        `
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
child = os.fork()
if not child: os.kill(os.getppid(), signal.SIGUSR1); os._exit(0)
say(child=child)
sys.stdin.read()`,
      );
      const { child = 0 } = await parent.hears();
      const record = await trace.signal(
        ({ target, signal }) => target.pid === parent.pid && signal === 'SIGUSR1',
      );
      t.match(record, {
        sender: { pid: child, comm: name },
        target: { pid: parent.pid, comm: name },
      });
    });
  }
  const { stderr, end } = await trace.stop();
  t.match(end, { lost: 0, unaccounted: 0, invalid: 0 });
  t.notOk(stderr.includes('\u001B'), 'no escape sequence reaches the terminal');
  t.match(stderr, /no process is called that now; waiting for one/);
});

void t.test('what cannot be asked is refused', { skip: cannotTrace }, async (t) => {
  const gone = puppet(t, 'gone', '');
  await gone.ended;
  const cases: [string[], RegExp | string][] = [
    [['x'.repeat(300)], /no name has more than 255 bytes\n.*\/regex\//],
    [['-s', 'TREM'], /no signal "TREM"\n.*TERM/],
    [['--from', '/(/'], /no regular expression/],
    [['--to', String(gone.pid)], `--to ${gone.pid}: no process has this pid`],
    [['--to-user', 'no such user'], /there is no such user/],
    [['--form', '1'], /did you mean --from/],
  ];
  for (const [args, says] of cases) {
    const { exitCode, stdout, stderr } = await runCommand('--json', ...args);
    t.equal(exitCode, 2, args.join(' '));
    t.equal(stdout, '');
    t.match(stderr, says);
    t.equal(stderr.split('\n').length, 2, 'the fault and its mending');
  }
});

void t.test('a process is found by each name that it has', { skip: cannotTrace }, async (t) => {
  const folder = t.testdir({
    [`app${process.pid}.py`]: 'import time; time.sleep(600)',
    [`run${process.pid}`]: '#!/bin/sh\nread line',
  });
  const program = join(folder, `a-program-of-a-long-name-${process.pid}`);
  copyFileSync('/bin/sleep', program);
  chmodSync(join(folder, `run${process.pid}`), 0o755);
  const victims: [name: string, argv0: string, ...command: string[]][] = [
    [`worker${process.pid}`, `worker${process.pid}`, 'sleep', '600'],
    [`app${process.pid}.py`, 'python3', '/usr/bin/python3', join(folder, `app${process.pid}.py`)],
    [`a-program-of-a-long-name-${process.pid}`, program, program, '600'],
    [`run${process.pid}`, 'sh', join(folder, `run${process.pid}`)],
  ];
  const start = ([, argv0, file = '', ...args]: (typeof victims)[number]) =>
    spawn(file, args, { argv0, stdio: ['pipe', 'ignore', 'ignore'] });
  const before = victims.map(start);
  const names = victims.flatMap(([name]) => ['--to', name]);
  const trace = await LiveTrace.start(t, ['--json', '-s', 'TERM', ...names]);
  // What argv[0] alone tells is known of those that ran when the trace began.
  const after = victims.slice(1).map(start);
  for (const one of [...before, ...after]) {
    if (one.exitCode === null) one.kill('SIGTERM');
    await once(one, 'exit');
  }
  const { signals } = await trace.stop();
  const expected = [...victims, ...victims.slice(1)].map(([name], i) => [
    [...before, ...after][i]?.pid,
    name,
  ]);
  t.strictSame(
    signals.map(({ target }) => [target.pid, target.name]),
    expected,
  );
});

void t.test(
  'a command line is known of a process that its first signal ends',
  { skip: cannotTrace },
  async (t) => {
    const seconds = `987654.${process.pid}`;
    const victim = execa('sleep', [seconds], { reject: false });
    const trace = await LiveTrace.start(t, ['--json', '-s', 'KILL', '--to', `/sleep ${seconds}/`]);
    victim.kill('SIGKILL');
    await victim;
    const { signals, end } = await trace.stop();
    t.match(signals, [{ signal: 'SIGKILL', target: { pid: victim.pid, comm: 'sleep' } }]);
    t.match(end, { emitted: 1, unaccounted: 0 });
  },
);

void t.test('a slice holds the processes of its cgroup', { skip: cannotTrace }, async (t) => {
  const outer = await ownCgroup(t, cgroupsOfUnits());
  const slice = join(outer, `test${process.pid}.slice`);
  await mkdir(slice);
  t.teardown(() => rmdir(slice));
  const inside = execa('sleep', ['987'], { reject: false });
  const outside = execa('sleep', ['987'], { reject: false });
  writeFileSync(join(slice, 'cgroup.procs'), String(inside.pid));
  const name = `test${process.pid}`;
  const trace = await LiveTrace.start(t, ['--json', '-s', 'TERM', '--slice', name]);
  outside.kill('SIGTERM');
  inside.kill('SIGTERM');
  await Promise.all([inside, outside]);
  const { signals, end } = await trace.stop();
  t.match(signals, [{ signal: 'SIGTERM', target: { pid: inside.pid } }]);
  t.equal(signals.length, 1);
  t.match(end, { emitted: 1, unaccounted: 0 });
});

void t.test('a tree is a process and all that it starts', { skip: cannotTrace }, async (t) => {
  const name = `boss${process.pid}`;
  const script = 'read line; sh -c "sleep 986 & sleep 0.5; kill -TERM \\$!; wait; true"; read line';
  const boss = spawn('sh', ['-c', script], {
    argv0: name,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const outside = execa('sleep', ['987'], { reject: false });
  const trace = await LiveTrace.start(t, ['--json', '-s', 'TERM', '--under', name]);
  outside.kill('SIGTERM');
  await outside;
  boss.stdin.write('\n');
  await trace.first((record): record is OutcomeRecord => record.type === 'outcome');
  const { signals, end } = await trace.stop();
  boss.stdin.end('\n');
  t.match(signals, [{ target: { name: 'sleep', cmd: 'sleep 986' }, sender: { comm: 'sh' } }]);
  t.equal(signals.length, 1);
  t.ok(
    signals[0]?.target.ancestors?.some(({ pid }) => pid === boss.pid),
    'its ancestors are told',
  );
  t.match(end, { emitted: 1, unaccounted: 0 });
});
