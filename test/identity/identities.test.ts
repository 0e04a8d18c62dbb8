import t from 'tap';

import { Identities } from '../../src/identity/identities.js';
import { TARGET_STATE } from '../../src/stream/source-record.js';
import { kernelSignal } from '../support/kernel-signal.js';

/** nginx[882] has told of itself. */
function withNginx(): Identities {
  const cgroups = { mount: undefined, only: true, named: true, told: true };
  const options = { commandLines: true, ancestors: false, proc: false, cgroups };
  const identities = new Identities(options, () => 0);
  const { targetPid, targetStarted, targetImage, targetComm } = kernelSignal();
  identities.meet([
    {
      kind: 'process',
      who: 'nginx',
      pid: targetPid,
      started: targetStarted,
      image: targetImage,
      parent: 1,
      uid: 33,
      gid: 33,
      cgroupId: '4712',
      loginuid: -1,
      inner: 0,
      length: 6,
      comm: targetComm,
    },
    { kind: 'arguments', who: 'nginx', line: 0, bytes: Buffer.from('nginx\0') },
  ]);
  return identities;
}

void t.test('what a target told of itself stands as long as it is the same program', (t) => {
  const identities = withNginx();
  const commandOf = (other: Parameters<typeof kernelSignal>[0]) =>
    identities.target(kernelSignal(other))().cmdline;
  t.strictSame(commandOf({}), ['nginx']);
  t.equal(commandOf({ targetImage: 140_724_361_000_000 }), undefined, 'it runs another');
  const ended = { targetImage: 0, targetState: TARGET_STATE.exiting };
  t.strictSame(commandOf(ended), ['nginx'], 'one that ends has no memory any more');
  t.equal(commandOf({ ...ended, targetComm: 'worker' }), undefined, 'it ends as another');
  t.equal(commandOf({ targetImage: 0 }), undefined, 'one amid an exec has none yet');
  t.equal(commandOf({ targetStarted: 1n }), undefined, 'another process of this pid');
  t.end();
});

void t.test('who a signal is from may be told behind it, and is waited for', async (t) => {
  const cgroups = { mount: undefined, only: true, named: true, told: true };
  const options = { commandLines: true, ancestors: false, proc: false, cgroups };
  const identities = new Identities(options, () => 0);
  const signal = kernelSignal({ who: 'sh', currentPid: 4711 });
  identities.meet([signal]);
  t.ok(identities.expects);
  const sender = identities.current(signal);
  const settled = identities.settled();
  identities.meet([
    {
      kind: 'process',
      who: 'sh',
      pid: 4711,
      started: 5n,
      image: 0,
      parent: 1,
      uid: 0,
      gid: 0,
      cgroupId: '1',
      loginuid: -1,
      inner: 0,
      length: 0,
      comm: 'sh',
    },
  ]);
  await settled;
  t.match(sender(), { ppid: 1, start_time: '5' });
  t.notOk(identities.expects);
  t.equal(identities.skipped, 0);
});
