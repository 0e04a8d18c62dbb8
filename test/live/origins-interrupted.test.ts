// Signals that a timer sends in the middle of one of our own programs. Some kernels run another one
// there, and bpftrace would mix up what both print: such a signal is left out, and counted.
import { isDeepStrictEqual } from 'node:util';

import t from 'tap';

import { PROBE_KINDS } from '../../src/program/variants.js';
import { cannotTrace, olderThan } from '../support/needs.js';
import { actor, NAME, spokenOf } from '../support/origins.js';
import { PATIENCE } from '../support/patience.js';
import { isRefused, startedBy } from '../support/started-by.js';

/** No process has it. */
const NOBODY = 4_194_304;
const SECONDS = PATIENCE;
const SIGKILL = 9;
/** Since when the kernel counts what it skips, by fentry and by tracepoint and kprobe. */
const FENTRY_COUNTS = [5, 12] as const;
const COUNTS = [6, 7] as const;

/**
 * On one processor, where timers interrupt what runs: twenty of them send signals some thousand times
 * a second, while calls fail and processes end.
 */
const STORM = `
os.sched_setaffinity(0, {0})
first = signal.SIGRTMIN + 1
def ticking():
    ticks = range(first, first + 20)
    block(*ticks)
    for i, signo in enumerate(ticks):
        event = (ctypes.c_int * 16)(0, 0, signo, 0)
        timer = ctypes.c_void_p()
        assert libc.timer_create(1, event, ctypes.byref(timer)) == 0
        # So often, an emulated processor would do nothing else.
        period = (230011 + 7919 * i) * ${PATIENCE ** 2}
        every = (ctypes.c_long * 4)(0, period, 0, period)
        assert libc.timer_settime(timer, 0, every, None) == 0
    while True: signal.sigwaitinfo(ticks)
def failing():
    while True:
        for _ in range(500): libc.kill(${NOBODY}, signal.SIGUSR1)
        time.sleep(0.02)
ticking, failing = fork(ticking), fork(failing)
end = time.monotonic() + ${SECONDS}
while time.monotonic() < end:
    target = idle()
    os.kill(target, signal.SIGUSR1)
    reap(target)
for each in (ticking, failing):
    os.kill(each, signal.SIGKILL)
    reap(each)
say(ticking=ticking, failing=failing, parent=os.getpid())
`;

t.setTimeout(900_000);

for (const kind of PROBE_KINDS) {
  void t.test(kind, { skip: cannotTrace, timeout: 0 }, async (t) => {
    const args = ['--json', '--attempts', '--all', '--buffer', '64M', NAME];
    const { trace, refused, exitCode } = await startedBy(t, kind, args);
    if (trace === undefined) {
      isRefused(t, kind, refused, exitCode);
      return;
    }
    const { ticking, failing, parent } = await actor(t, STORM).hears();
    trace.kill('SIGINT');
    await trace.ended(60);

    const signals = trace.records.filter((record) => record.type === 'signal');
    const ticks = signals.filter(
      ({ target, signo }) => target.pid === ticking && signo !== SIGKILL,
    );
    t.ok(ticks.length > 1000 / PATIENCE, `${ticks.length} signals of timers`);
    t.strictSame(
      ticks.filter(({ origin, sender }) => origin !== 'posix-timer' || sender !== null),
      [],
    );
    const attempts = trace.records.filter((record) => record.type === 'attempt');
    t.ok(attempts.length > 1000 / PATIENCE, `${attempts.length} attempts`);
    const expected = { syscall: 'kill', arg: NOBODY, signal: 'SIGUSR1', errno: 'ESRCH' };
    const made = { ...expected, sender: { pid: failing, comm: NAME } };
    // tap would take seconds to compare all of them.
    const wrong = attempts
      .map((attempt) => spokenOf(attempt, made))
      .filter((spoken) => !isDeepStrictEqual(spoken, made));
    t.strictSame(wrong, []);
    const others = signals.filter(({ signal }) => signal === 'SIGUSR1');
    t.ok(others.length > 0, `${others.length} signals of a process`);
    t.strictSame([...new Set(others.map(({ sender }) => sender?.pid))], [parent]);
    // There may be no room for all, nor time to look at each: what is lost, or not known, is counted.
    const warned = trace.records.flatMap((record) =>
      record.type === 'warning' && !/_(?:lost|forgotten|skipped|unread|unknown)$/.test(record.code)
        ? [record]
        : [],
    );
    t.strictSame(warned, []);
    const end = await trace.saw('end');
    t.match(end, { unaccounted: 0, invalid: 0 });
    const [major, minor] = kind === 'fentry' ? FENTRY_COUNTS : COUNTS;
    const counts = kind === 'rawtracepoint' || !olderThan(major, minor);
    t.equal(typeof end.skipped, counts ? 'number' : 'object', `${end.skipped} left out`);
  });
}
