import { execa } from 'execa';
import t from 'tap';

import { isDrawnByLot } from '../../src/host/address-layout.js';
import { until } from '../support/until.js';

void t.test('a program that began at a fixed address proves nothing', async (t) => {
  t.equal(isDrawnByLot(process.pid), true);
  const fixed = execa('setarch', ['-R', 'sh', '-c', 'echo begun; exec sleep 60'], {
    reject: false,
    buffer: false,
  });
  t.teardown(async () => {
    fixed.kill('SIGKILL');
    await fixed;
  });
  let said = '';
  fixed.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said !== '' || undefined, 'it begins');
  t.equal(isDrawnByLot(fixed.pid ?? 0), false);
  t.equal(isDrawnByLot(0), false, 'no process');
});
