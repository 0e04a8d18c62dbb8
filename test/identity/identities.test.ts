import t from 'tap';

import { Identities } from '../../src/identity/identities.js';
import { TARGET_STATE } from '../../src/wire/events.js';
import { kernelSignal, signalEvent } from '../support/kernel-signal.js';
import { toldProcess } from '../support/told-process.js';

function fresh(): Identities {
  const cgroups = { mount: undefined, only: true, named: true, told: true };
  return new Identities({ commandLines: true, ancestors: false, proc: false, cgroups }, () => 0);
}

/** nginx[882] has told of itself. */
function withNginx(): Identities {
  const identities = fresh();
  const {
    targetPid,
    targetStartTimeNs: targetStartTimeNs,
    targetArgStart,
    targetComm,
  } = kernelSignal();
  identities.prefetch([
    toldProcess({
      processKey: 'nginx',
      pid: targetPid,
      startTimeNs: targetStartTimeNs,
      argStart: targetArgStart,
      uid: 33,
      gid: 33,
      cgroupId: '4712',
      length: 6,
      comm: targetComm,
    }),
    { kind: 'arguments', processKey: 'nginx', line: 0, bytes: Buffer.from('nginx\0') },
  ]);
  return identities;
}

void t.test('what a target told of itself stands as long as it is the same program', (t) => {
  const identities = withNginx();
  const commandOf = (other: Parameters<typeof kernelSignal>[0]) =>
    identities.target(kernelSignal(other)).read().cmdline;
  t.strictSame(commandOf({}), ['nginx']);
  t.equal(commandOf({ targetArgStart: 140_724_361_000_000 }), undefined, 'it runs another');
  const ended = { targetArgStart: 0, targetState: TARGET_STATE.exiting };
  t.strictSame(commandOf(ended), ['nginx'], 'one that ends has no memory any more');
  t.equal(commandOf({ ...ended, targetComm: 'worker' }), undefined, 'it ends as another');
  t.equal(commandOf({ targetArgStart: 0 }), undefined, 'one amid an exec has none yet');
  t.equal(commandOf({ targetStartTimeNs: 1n }), undefined, 'another process of this pid');
  t.end();
});

void t.test('who a signal is from may be told behind it, and is waited for', async (t) => {
  const identities = fresh();
  const signal = signalEvent({ processKey: 'sh', currentPid: 4711 });
  identities.prefetch([signal]);
  t.ok(identities.expects);
  const sender = identities.current(signal.facts);
  const settled = identities.settled();
  identities.prefetch([toldProcess()]);
  await settled;
  t.match(sender.read(), { ppid: 1, start_time: '5' });
  t.notOk(identities.expects);
  t.equal(identities.skipped, 0);
});
