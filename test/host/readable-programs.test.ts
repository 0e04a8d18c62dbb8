import { execaSync } from 'execa';
import t from 'tap';

import { readsPrograms } from '../../src/host/readable-programs.js';

const skip = process.geteuid?.() === 0 ? false : 'needs root, to give rights up';
const FILE = new URL('../../src/host/readable-programs.ts', import.meta.url).href;
const LOADER = new URL('../../scripts/typescript/register.js', import.meta.url).href;

void t.test('root reads the programs of others, nobody does not', { skip }, (t) => {
  t.ok(readsPrograms());
  const script = `import(${JSON.stringify(FILE)}).then((m) => console.log(m.readsPrograms()))`;
  const { stdout } = execaSync('setpriv', [
    ...['--reuid=65534', '--clear-groups', '--inh-caps=-all', '--bounding-set=-all'],
    ...[process.execPath, `--import=${LOADER}`, '-e', script],
  ]);
  t.equal(stdout, 'false');
  t.end();
});
