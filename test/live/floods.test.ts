import t, { type Test } from 'tap';

import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { nothingSkipped } from '../support/nothing-skipped.js';
import { puppet } from '../support/python.js';

const NAME = `flooded${process.pid}`;
const SENT = 5000;

/** Handles what it gets, until its stdin ends. */
const TARGET = `
for each in [signal.SIGUSR1, signal.SIGTERM, signal.SIGRTMIN]: signal.signal(each, lambda *_: None)
say(ready=1)
sys.stdin.read()
`;
/** Sends a flood with a TERM in its middle, and real-time signals behind it. */
const SENDER = `
target = int(sys.argv[2])
for i in range(${SENT}):
    os.kill(target, signal.SIGUSR1)
    if i == ${SENT / 2}: os.kill(target, signal.SIGTERM)
for i in range(200): os.kill(target, signal.SIGRTMIN)
say(sent=1)
`;

async function flood(t: Test, args: readonly string[]) {
  return nothingSkipped(
    async () => {
      const trace = await LiveTrace.start(t, [...args, '--to', NAME]);
      const target = puppet(t, NAME, TARGET);
      await target.hears();
      await puppet(t, 'flooder', SENDER, String(target.pid)).hears();
      target.dismiss();
      await target.ended;
      await trace.told('exit', () => true);
      const ended = await trace.stop();
      const count = (name: string) => ended.signals.filter(({ signal }) => signal === name).length;
      return { ...ended, target, count, bursts: trace.all('burst') };
    },
    ({ end, count }) => count('SIGUSR1') + (end.thinned?.['SIGUSR1'] ?? 0) === SENT,
  );
}

void t.test('a flood of handled signals', { skip: cannotTrace }, async (t) => {
  await t.test('is counted in the kernel where noise is hidden', async (t) => {
    const { end, count, bursts, target, stdout, records } = await flood(t, []);
    const thinned = bursts.reduce((sum, burst) => sum + Number(burst['count']), 0);
    t.ok(bursts.length > 0);
    t.equal(count('SIGUSR1') + thinned, SENT, 'each is in the stream, or counted');
    t.strictSame(end.thinned, { SIGUSR1: thinned }, 'by the kernel, too');
    t.ok(count('SIGUSR1') >= 100, 'the first have records');
    t.ok(count('SIGUSR1') < SENT / 2);
    t.equal(count('SIGTERM'), 1);
    t.equal(count('SIGRTMIN'), 200, 'real-time signals may carry a message');
    t.match(end, { generated: count('SIGUSR1') + 201, lost: 0, unaccounted: 0 });
    for (const burst of bursts) {
      t.match(burst, {
        signal: 'SIGUSR1',
        origin: 'kill',
        sender: { comm: 'flooder' },
        target: { pid: target.pid },
      });
    }
    const queued = records.filter(
      (record) => record.type === 'signal' && record.result === 'delivered',
    );
    const handled = records.filter(
      (record) => record.type === 'outcome' && record.outcome === 'handled',
    );
    t.equal(handled.length, queued.length, 'each that was told has its outcome');
    t.match(stdout, /flooder.* TERM .*handled/, 'what asks for an end has its row');
    t.match(stdout, /flooder.* USR1 .*×[\d,]+ more/);
  });

  await t.test('is told one by one in JSON, and wherever all is asked for', async (t) => {
    for (const args of [['--json'], ['-a']]) {
      const { end, count, bursts } = await flood(t, args);
      t.equal(count('SIGUSR1'), SENT);
      t.strictSame(bursts, []);
      t.match(end, { generated: SENT + 201, lost: 0, unaccounted: 0 });
    }
  });
});
