import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace, olderThan } from '../support/needs.js';
import { actor, itself, kind, NAME, spokenOf } from '../support/origins.js';

/** Handles the signal, says so, and works in the meantime: programs run on its time. */
const TARGET = `
signal.signal(signal.SIGUSR1, lambda *_: say(handled=1))
def act():
    say(target=os.getpid())
    while True: os.getppid()
fork(act)`;

/** Lets a bpftrace of the test's own send a signal to this process, once, at this probe. */
function sends(t: Test, probe: string, pid: number): void {
  const program = `${probe} /pid == ${pid} && @sent == 0/ { @sent = 1; signal("USR1"); }`;
  const bpftrace = execa('bpftrace', ['--unsafe', '-e', program], { reject: false });
  t.teardown(async () => {
    bpftrace.kill('SIGKILL');
    await bpftrace;
  });
}

void t.test('bpf_send_signal', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', NAME]);

  await t.test('sent once its program has ended: seen', async (t) => {
    const target = actor(t, TARGET);
    const { target: pid = 0 } = await target.hears();
    // With interrupts off, as here, the kernel puts it off until the program is over.
    sends(t, 'profile:hz:97', pid);
    t.strictSame(await target.hears(), { handled: 1 });
    const who = () => ({ pid, tid: pid, comm: NAME, uid: 0 });
    const expected = { ...kind('SIGUSR1', 'SI_KERNEL'), ...itself(who, 'bpf') };
    const record = await trace.signal((record) => record.target.pid === pid);
    t.strictSame(spokenOf(record, expected), expected);
    const outcome = await trace.told('outcome', ({ signal_id }) => signal_id === record.id);
    t.match(outcome, { outcome: 'handled', origin: 'bpf', sender: null, fatal: false });
  });

  const target = actor(t, TARGET);
  const { target: pid = 0 } = await target.hears();
  sends(t, 'tracepoint:syscalls:sys_enter_getppid', pid);
  t.strictSame(await target.hears(), { handled: 1 }, 'sent from within a program');
  const toTarget = (record: SignalRecord) => record.target.pid === pid;
  const who = () => ({ pid, tid: pid, comm: NAME, uid: 0 });
  const expected = { ...kind('SIGUSR1', 'SI_KERNEL'), ...itself(who, 'bpf') };
  if (trace.all('ready')[0]?.['probe'] === 'rawtracepoint') {
    t.strictSame(spokenOf(await trace.signal(toTarget), expected), expected);
    return;
  }
  const { end, signals } = await trace.stop();
  const seen = signals.find(toTarget);
  // Since some 7.x it runs other programs amid one on a system call.
  if (seen !== undefined && !olderThan(7, 0)) {
    t.strictSame(spokenOf(seen, expected), expected);
    return;
  }
  t.equal(seen, undefined, 'the kernel runs no other tracepoint program there');
  // On arm64, Linux 6.12 was seen to leave it out.
  t.ok(process.arch !== 'x64' || end.skipped === null || end.skipped > 0, 'and counts that');
});
