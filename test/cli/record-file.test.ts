import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import { recordFile } from '../../src/cli/record-file.js';

void t.test('records are appended to a file that only its owner may read', (t) => {
  const file = join(t.testdir(), 'new');
  for (const text of ['a\n', 'b\n']) {
    const sink = recordFile(file);
    sink.write(text);
    sink.close();
  }
  t.equal(readFileSync(file, 'utf8'), 'a\nb\n');
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.end();
});

void t.test('a file that cannot be opened is wrong usage', (t) => {
  const file = join(t.testdir(), 'file');
  writeFileSync(file, '');
  t.throws(() => recordFile(join(file, 'x')), {
    code: 'usage',
    message: /^--write ".*": ENOTDIR/,
    hint: /folder/,
  });
  t.end();
});
