import { readFileSync } from 'node:fs';

import t from 'tap';

import { version } from '../src/version.js';

void t.test('the version is the package’s', (t) => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  t.equal(version, (JSON.parse(text) as { version: string }).version);
  t.end();
});
