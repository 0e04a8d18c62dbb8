import { existsSync } from 'node:fs';

import t from 'tap';

import { packageFile } from '../src/package-file.js';

void t.test('files of the package are found', (t) => {
  for (const path of ['package.json', 'probes/tick.bt']) t.ok(existsSync(packageFile(path)), path);
  t.end();
});
