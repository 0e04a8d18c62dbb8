import t from 'tap';

import { attemptRecord } from '../../src/explain/attempt-record.js';
import { askedFor, attemptRow, failure, signalText } from '../../src/outputs/attempt-row.js';
import type { Process } from '../../src/records/records.js';
import { attempt, WALL_NS } from '../support/kernel-signal.js';

const SENDER: Process = {
  ...{ pid: 500, tid: 500, comm: 'kill', name: 'kill', uid: 1000 },
  cmdline: ['/bin/kill', '-TERM', '882'],
  ancestors: [
    { pid: 499, comm: 'sh', name: 'sh' },
    { pid: 400, comm: 'cron', name: 'cron' },
  ],
};
const TARGET: Process = { pid: 882, tid: 882, comm: 'nginx', name: 'nginx: master process' };

function record(other: Parameters<typeof attempt>[0], target?: Process) {
  return attemptRecord(attempt(other), WALL_NS, false, SENDER, target);
}

void t.test('it is a row like that of a signal: caller, what led to it, and for whom', (t) => {
  const { from, to, ...row } = attemptRow(record({ arg: 882, errno: 1 }, TARGET));
  t.equal(from(40), 'kill -TERM 882[500] <cron');
  t.equal(to(40), 'nginx: master process[882]');
  t.match(row, {
    signal: 'TERM',
    origin: 'kill',
    outcome: 'failed: EPERM',
    uid: '1000>?',
    tid: '882',
  });
  t.match(row, { code: '-', scope: '-' });
  t.end();
});

void t.test('whom no process is known by is shown as the caller named it', (t) => {
  const asked = (other: Parameters<typeof attempt>[0]) => askedFor(record(other));
  t.equal(asked({ arg: 4711 }), '[4711]');
  t.equal(asked({ arg: -77 }), 'group 77');
  t.equal(asked({ arg: -1 }), 'all');
  t.equal(asked({ arg: 0 }), 'its group');
  t.equal(asked({ call: 1, arg: -5 }), '[-5]', 'tkill has no groups');
  t.equal(asked({ call: 2, arg: 4711, thread: 4712 }), '[4711] thread 4712');
  t.equal(asked({ call: 5, arg: 7 }), 'descriptor 7');
  t.equal(attemptRow(record({ call: 2, arg: 4711, thread: 4712 })).tid, '4712');
  t.equal(attemptRow(record({ arg: 4711 })).to(40), '[4711]');
  t.end();
});

void t.test('signal 0 is shown as 0, and a number that is none as itself', (t) => {
  t.equal(signalText(record({ signo: 0 })), '0');
  t.equal(signalText(record({ signo: 99 })), '99');
  t.equal(signalText(record({ signo: 37 })), 'RTMIN+3');
  t.equal(failure(record({ errno: 3 })), 'failed: ESRCH');
  t.end();
});
