import t from 'tap';

import { print } from '../../src/cli/print.js';
import { stdoutOf } from '../support/stdout-of.js';

void t.test('all of a text reaches stdout', async (t) => {
  const text = 'é\n'.repeat(100_000);
  t.equal(await stdoutOf(() => print(text)), text);
});
