import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import t, { type Test } from 'tap';

import { launch, type LaunchOptions, type SkippedRuns } from '../../src/bpftrace/launch.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';
import { until } from '../support/until.js';

/** Launches a script in place of bpftrace; `skips` holds the counts that it reports. */
function launched(t: Test, script: string, other: Partial<LaunchOptions> = {}) {
  const skips: (SkippedRuns | null)[] = [];
  const run = launch({
    bpftrace: { path: fakeProgram(t, 'bpftrace', script), version: '0.17.0', major: 0, minor: 17 },
    program: 'BEGIN {}',
    bufferPages: 64,
    sudo: false,
    onSkips: (count) => skips.push(count),
    ...other,
  });
  const begun = once(run.output, 'data');
  return { ...run, skips, begun, output: text(run.output) };
}

/** Prints the program's text, the arguments before its path, and a variable. */
const ECHO = `
for arg; do case $arg in /proc/*) cat "$arg"; echo; break ;; *) echo "$arg" ;; esac; done
echo "$BPFTRACE_PERF_RB_PAGES"
echo "ERROR: $arg:1 no" >&2
exit 3`;

void t.test('the program, the flags and the environment reach bpftrace', async (t) => {
  const { output, ended } = launched(t, ECHO);
  t.equal(await output, '--no-warnings\n-f\njson\nBEGIN {}\n64\n');
  t.strictSame(await ended, { status: 3, stderrTail: ['ERROR: program:1 no'] });
});

void t.test('the same by sudo, which closes descriptors', async (t) => {
  const sudo = fakeProgram(t, 'sudo', '[ "$1" = -- ] && shift && exec 3<&- "$@"');
  setVariable(t, 'PATH', `${path.dirname(sudo)}:${process.env['PATH'] ?? ''}`);
  const { output, ended } = launched(t, ECHO, { sudo: true });
  t.equal(await output, '--no-warnings\n-f\njson\nBEGIN {}\n64\n');
  t.match(await ended, { status: 3, stderrTail: ['ERROR: program:1 no'] });
});

void t.test('a sudo that never starts it is named', async (t) => {
  const sudo = fakeProgram(t, 'sudo', 'exec cat >/dev/null');
  setVariable(t, 'PATH', `${path.dirname(sudo)}:${process.env['PATH'] ?? ''}`);
  const run = launched(t, ECHO, { sudo: true });
  run.send('kill');
  t.match((await run.ended).stderrTail[0], /^\(sudo had not started it; .*sudo env true/);
});

void t.test('so do the types that the program uses', async (t) => {
  const sudo = fakeProgram(t, 'sudo', '[ "$1" = -- ] && shift && exec 3<&- 4<&- 5<&- "$@"');
  setVariable(t, 'PATH', `${path.dirname(sudo)}:${process.env['PATH'] ?? ''}`);
  const types = Buffer.from('some types');
  for (const options of [{ types }, { types, sudo: true }]) {
    const { output, ended } = launched(t, 'cat "$BPFTRACE_BTF"', options);
    t.equal(await output, 'some types');
    t.match(await ended, { status: 0 });
  }
  const { output } = launched(t, 'echo "$BPFTRACE_BTF"');
  t.notMatch(await output, /fd/, 'all types are read where the kernel has them');
});

void t.test('stop asks bpftrace to end, and kill ends it', async (t) => {
  const polite = launched(t, "trap 'echo bye; exit 0' TERM; echo begun; sleep 60 & wait");
  await polite.begun;
  polite.send('skips');
  await until(() => polite.skips.length > 0, 'it counts');
  t.strictSame(polite.skips, [null], 'no program of the kernel, no count');
  polite.send('stop');
  t.equal(await polite.output, 'begun\nbye\n');
  t.match(await polite.ended, { status: 0 });

  const deaf = launched(t, "trap '' TERM; echo begun; sleep 60; sleep 60");
  await deaf.begun;
  deaf.send('stop');
  deaf.send('kill');
  t.match(await deaf.ended, { status: 137 });
});

void t.test('the last lines of stderr are kept', async (t) => {
  const { ended } = launched(t, 'i=0; while [ $i -lt 50 ]; do i=$((i + 1)); echo $i >&2; done');
  const { stderrTail } = await ended;
  t.equal(stderrTail.length, 40);
  t.equal(stderrTail.at(-1), '50');
});

void t.test('a run that cannot begin ends by itself, and says why', async (t) => {
  setVariable(t, 'TMPDIR', '/nonexistent');
  const { output, ended } = launched(t, 'exit 0');
  t.equal(await output, '');
  t.match(await ended, { status: undefined, stderrTail: [/^no pipe for bpftrace: ENOENT/] });
});
