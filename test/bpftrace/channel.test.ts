import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';

import t from 'tap';

import { openChannel } from '../../src/bpftrace/channel.js';
import { setVariable } from '../support/fake-program.js';

void t.test('the program goes in, the output comes out, and no file stays behind', async (t) => {
  const folder = t.testdir({});
  setVariable(t, 'TMPDIR', folder);
  const channel = openChannel('BEGIN {}');
  t.strictSame(readdirSync(folder), []);
  t.equal(readFileSync(`/proc/self/fd/${channel.program}`, 'utf8'), 'BEGIN {}');
  const output = text(channel.output);
  writeSync(channel.writeEnd, 'one\n');
  writeSync(channel.writeEnd, 'two\n');
  channel.sealed();
  t.equal(await output, 'one\ntwo\n', 'it ends when the last writer has closed it');
});

void t.test('more output than the pipe holds comes out whole', async (t) => {
  const channel = openChannel('');
  const output = text(channel.output);
  const piece = 'x'.repeat(30_000);
  for (let i = 0; i < 20; i++) {
    writeSync(channel.writeEnd, piece);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  channel.sealed();
  t.equal((await output).length, 20 * piece.length);
});

void t.test('without a folder for temporary files there is no channel', (t) => {
  setVariable(t, 'TMPDIR', '/nonexistent');
  t.throws(() => openChannel(''), { code: 'ENOENT' });
  t.end();
});
