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
