import t from 'tap';

import { print } from '../../src/cli/print.js';
import { stdoutOf } from '../support/stdout-of.js';

void t.test('all of a text reaches stdout', async (t) => {
  const text = 'é\n'.repeat(100_000);
  t.equal(await stdoutOf(() => print(text)), text);
});

void t.test('a write that fails is told, unless the reader has gone', async (t) => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error(`write ${code}`), { code });
  };
  const printing = async (code: string) => {
    const { stdout } = process;
    const write = stdout.write;
    stdout.write = failing(code);
    try {
      await print('x');
    } finally {
      stdout.write = write;
    }
  };
  await t.resolves(printing('EPIPE'));
  await t.rejects(printing('ENOSPC'), {
    code: 'cannot_write',
    message: 'Cannot write stdout: write ENOSPC',
  });
});
