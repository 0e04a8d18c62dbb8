import path from 'node:path';

import t from 'tap';

import { read, readBytes, readLink } from '../../src/host/read.js';

void t.test('files and links, or undefined', (t) => {
  const folder = t.testdir({ file: 'ü', link: t.fixture('symlink', 'file') });
  t.equal(read(path.join(folder, 'file')), 'ü');
  t.strictSame(readBytes(path.join(folder, 'file')), Buffer.from('ü'));
  t.equal(readLink(path.join(folder, 'link')), 'file');
  for (const reader of [read, readBytes, readLink]) {
    t.equal(reader(path.join(folder, 'none')), undefined);
  }
  t.equal(readLink(path.join(folder, 'file')), undefined, 'no link');
  t.equal(read(folder), undefined, 'no file');
  t.end();
});
