import t from 'tap';

import { rowFormatter } from '../../src/outputs/row-formatter.js';
import type { TraceRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';
import { signal } from '../support/kernel-signal.js';

const TERM = signal();
const { time, epoch_us, ktime, cpu, target } = TERM;
const HANDLED: TraceRecord = {
  type: 'outcome',
  ...{ time, epoch_us, ktime, target },
  signal_id: TERM.id,
  signal: 'SIGTERM',
  signo: 15,
  outcome: 'handled',
  latency_ns: 90_000,
  fatal: false,
};
const EXIT: TraceRecord = {
  type: 'exit',
  ...{ time, epoch_us: epoch_us + 7, ktime, cpu, target },
  exit: { code: 0 },
  signal_ids: [TERM.id],
};
const WARNING: TraceRecord = { type: 'warning', time, epoch_us, code: 'x', message: 'careful' };

function formatter() {
  const clock = { ms: 0 };
  const format = rowFormatter(
    'head\n',
    { now: () => clock.ms },
    {
      signals: (members) => `${members.length} ${members[0].outcome?.outcome ?? 'none'}\n`,
      laterOutcome: (earlier, outcome, us) => `${earlier.signal.id} ${outcome} ${us}\n`,
      flood: ({ first, count }) => `${first.signal.signal} ×${count}\n`,
      burst: ({ count }) => `×${count} more\n`,
      attempt: ({ errno }) => `${errno}\n`,
      notice: (text) => `! ${text}\n`,
    },
  );
  return { format, clock };
}

void t.test('a record is held back until it is due', (t) => {
  const { format, clock } = formatter();
  t.equal(format.head, 'head\n');
  t.equal(format.record(new MadeRecord(TERM)), '');
  t.equal(format.due(), '');
  format.record(new MadeRecord(HANDLED));
  clock.ms = 50;
  t.equal(format.due(), '1 handled\n');
  t.equal(format.flush(), '');
  t.end();
});

void t.test('an outcome that comes later has a text of its own, with its own time', (t) => {
  const { format, clock } = formatter();
  format.record(new MadeRecord(TERM));
  clock.ms = 200;
  t.equal(format.due(), '1 none\n');
  format.record(new MadeRecord(HANDLED));
  format.record(new MadeRecord(EXIT));
  t.equal(format.due(), `${TERM.id} handled 90µs ${epoch_us}\n${TERM.id} exit 0 ${epoch_us + 7}\n`);
  t.end();
});

void t.test('other records are notices, or nothing', (t) => {
  const { format } = formatter();
  format.record(new MadeRecord(WARNING));
  format.record(
    new MadeRecord({ type: 'escalation', time, epoch_us, target, steps: [], grace_ns: 0 }),
  );
  t.equal(format.flush(), '! careful\n');
  t.end();
});

void t.test('many equal rows are one', (t) => {
  const { format, clock } = formatter();
  const sent = Array.from({ length: 380 }, (_, seq) => signal({ seq, result: 1 }));
  for (const each of sent) format.record(new MadeRecord(each));
  clock.ms = 50;
  t.equal(format.due(), '1 none\n'.repeat(3), 'nobody waits for TERM');
  clock.ms = 1050;
  t.equal(format.due(), 'SIGTERM ×377\n');
  t.end();
});
