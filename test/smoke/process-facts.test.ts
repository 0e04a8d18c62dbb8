import t from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { TERM_CASE } from '../../src/smoke/cases.js';
import type { Context, Expectation } from '../../src/smoke/expectation.js';
import type { Fact } from '../../src/smoke/facts.js';
import type { HostAbilities } from '../../src/smoke/host-abilities.js';
import { ownPid, senderFacts, targetFacts } from '../../src/smoke/process-facts.js';
import { signal } from '../support/kernel-signal.js';

const HOST: HostAbilities = { absent: [], ownPidNamespace: false, clockErrorUs: 1 };
const CONTEXT: Context = {
  processes: {
    actor: { pid: 500, ppid: 1, cmdline: ['node'], exe: '/bin/node', startTicks: '100' },
    target: { pid: 882, ppid: 500 },
  },
  times: { before: 0, sent: 0, ended: 0 },
  comms: { actor: 'bash', target: 'nginx', member: 'nginx' },
  uid: 1000,
  gid: 1000,
};
const [FROM_ACTOR] = TERM_CASE.expected as [Expectation];

function byField(facts: readonly Fact[]): Record<string, Fact> {
  return Object.fromEntries(facts.map((fact) => [fact.field, fact]));
}

function sender(expected: Expectation, record: SignalRecord, host = HOST): Record<string, Fact> {
  return byField(senderFacts(expected, record, [record], CONTEXT, host));
}

void t.test('the fields of a sender are those that the actor knew', (t) => {
  t.match(sender(FROM_ACTOR, signal()), {
    pid: { expected: [500], seen: 500 },
    comm: { expected: ['bash'], seen: 'bash' },
    uid: { expected: [1000], seen: 1000 },
    cmdline: { expected: [['node']], seen: undefined },
    exe: { expected: ['/bin/node'] },
  });
  t.match(sender({ ...FROM_ACTOR, from: null }, signal()), { sender: { expected: [null] } });
  t.end();
});

void t.test('a start must agree with /proc to a hundredth of a second', (t) => {
  const started = (start_time: string) => {
    const record = signal();
    const { sender: actor, target } = record;
    return sender(FROM_ACTOR, { ...record, sender: { ...(actor ?? target), start_time } });
  };
  t.match(started('1009999999'), { start_time: { expected: ['1009999999'] } });
  t.match(started('1010000000'), {
    start_time: { expected: ['100 hundredths of a second since boot'] },
  });
  t.end();
});

void t.test('the command line of a target that may have gone may be absent', (t) => {
  const processes = { ...CONTEXT.processes, target: { pid: 882, ppid: 500, cmdline: ['sh'] } };
  const record = signal();
  const facts = targetFacts(FROM_ACTOR, record, [record], { ...CONTEXT, processes }, HOST);
  t.strictSame(byField(facts)['cmdline']?.expected, [['sh'], undefined]);
  t.end();
});

void t.test('a field that the host lacks has a reason, of the target alone too', (t) => {
  const host = { ...HOST, absent: ['exe', 'target.uid'] };
  const record = signal();
  const target = byField(targetFacts(FROM_ACTOR, record, [record], CONTEXT, host));
  t.match(sender(FROM_ACTOR, record, host), {
    exe: { lacking: 'exe is absent here' },
    uid: { lacking: undefined },
  });
  t.match(target, { uid: { lacking: 'target.uid is absent here' } });
  t.end();
});

void t.test('the pid that a process has for itself', (t) => {
  const process = { pid: 900, tid: 901, nspid: 7, comm: 'x' };
  t.equal(ownPid(process, HOST), 900);
  t.equal(ownPid(process, { ...HOST, ownPidNamespace: true }), 7);
  t.equal(ownPid(process, { ...HOST, absent: ['target.pid'] }), 901);
  t.end();
});
