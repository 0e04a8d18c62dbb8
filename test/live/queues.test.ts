// What a process has blocked waits in two queues, of the thread and of the process, and comes out in the
// kernel's order.
import t from 'tap';

import type { OutcomeRecord, SignalRecord } from '../../src/records/records.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { nothingSkipped } from '../support/nothing-skipped.js';
import { puppet } from '../support/python.js';

const NAME = `queued${process.pid}`;

/** Blocks what comes until it is told to take it all. */
const TARGET = `
numbers = [signal.SIGUSR1, 40, signal.SIGTSTP, signal.SIGCONT]
for each in numbers: signal.signal(each, lambda *_: None)
signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
say(ready=1)
sys.stdin.readline()
signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers)
sys.stdin.read()
`;
const SENDER = `
target = int(sys.argv[2])
pid = os.fork()
if not pid:
    os.kill(target, signal.SIGUSR1)
    libc.tgkill(target, target, signal.SIGUSR1)
    for value in range(5): libc.sigqueue(target, 40, ctypes.c_void_p(value))
    os.kill(target, signal.SIGTSTP)
    os.kill(target, signal.SIGCONT)
    os._exit(0)
os.waitpid(pid, 0)
say(sent=1)
`;

void t.test(
  'signals that waited come out in the kernel’s order',
  { skip: cannotTrace },
  async (t) => {
    const { signals, outcomes } = await nothingSkipped(
      async () => {
        const trace = await LiveTrace.start(t, ['--json', '--to', NAME]);
        const target = puppet(t, NAME, TARGET);
        await target.hears();
        await puppet(t, 'queuer', SENDER, String(target.pid)).hears();
        target.tell('');
        await trace.told('outcome', ({ signal }) => signal === 'SIGCONT');
        target.dismiss();
        await target.ended;
        const { signals, end } = await trace.stop();
        const outcomes = trace.all('outcome') as unknown as OutcomeRecord[];
        return {
          end,
          signals: signals.filter(({ sender }) => sender?.comm === 'queuer'),
          outcomes,
        };
      },
      ({ signals }) => signals.length === 9,
    );
    const told = (signal: SignalRecord) =>
      outcomes.filter(({ signal_id }) => signal_id === signal.id);
    const taken = outcomes
      .filter(({ outcome }) => outcome === 'handled')
      .sort((a, b) => Number(BigInt(a.ktime) - BigInt(b.ktime)));
    t.notOk(
      outcomes.some(({ inferred }) => inferred),
      'nothing of it is a guess',
    );
    const [killed, own] = ['kill', 'tkill'].map((origin) =>
      signals.find((each) => each.origin === origin),
    );
    t.strictSame(
      taken.filter(({ signal }) => signal === 'SIGUSR1').map(({ signal_id }) => signal_id),
      [own?.id, killed?.id],
      'what the thread got before what its process got',
    );
    const queued = signals.filter(({ origin }) => origin === 'sigqueue');
    t.equal(queued.length, 5);
    t.strictSame(
      taken.filter(({ signal }) => signal === 'SIGRTMIN+6').map(({ signal_id }) => signal_id),
      queued.map(({ id }) => id),
      'real-time signals as they were sent',
    );
    const stop = signals.find(({ signal }) => signal === 'SIGTSTP');
    t.ok(stop);
    t.strictSame(stop && told(stop), [], 'a CONT throws out the TSTP that waits');
  },
);
