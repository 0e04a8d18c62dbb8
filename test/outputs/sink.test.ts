import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import t from 'tap';

import { FileSink, isFile, StreamSink } from '../../src/outputs/sink.js';
import { bundled } from '../support/bundled.js';

void t.test('a file is appended to, and is for its owner alone', (t) => {
  const file = `${t.testdir()}/out`;
  for (const text of ['one\n', 'two\n']) {
    const sink = new FileSink(file);
    sink.write(text);
    sink.close();
  }
  t.equal(readFileSync(file, 'utf8'), 'one\ntwo\n');
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.end();
});

void t.test('of a text that only half fits the whole lines stay', (t) => {
  const module = bundled(t, 'outputs/sink.ts');
  const file = `${path.dirname(fileURLToPath(module))}/out`;
  const script = `
    import { FileSink } from '${module}';
    const sink = new FileSink('${file}');
    sink.write('a'.repeat(600) + '\\n');
    try { sink.write('b'.repeat(100) + '\\n' + 'b'.repeat(600) + '\\n'); } catch (error) { console.log(error.code); }
    sink.write('c\\n');
  `;
  // A file may have 1024 bytes: as on a full disk, a part of the second text is still written.
  const limited = 'ulimit -f 1; exec "$0" --input-type=module -e "$1"';
  const said = execFileSync('bash', ['-c', limited, process.execPath, script], {
    encoding: 'utf8',
  });
  t.equal(said, 'EFBIG\n');
  t.equal(readFileSync(file, 'utf8'), `${'a'.repeat(600)}\n${'b'.repeat(100)}\nc\n`);
  t.end();
});

void t.test('what is no file cannot take anything back, and says why', (t) => {
  const sink = new FileSink('/dev/full');
  t.teardown(() => {
    sink.close();
  });
  t.throws(
    () => {
      sink.write('x');
    },
    { code: 'ENOSPC' },
  );
  t.end();
});

/** A stream that takes one text at a time, when it is told to. */
function slowStream() {
  const taken: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _, done) => {
      taken.push(String(chunk));
      waiting.push(done);
    },
  });
  return { stream, taken, next: (error?: Error) => waiting.shift()?.(error) };
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise((resolve) => setImmediate(resolve, 'later'));
  return (await Promise.race([promise.then(() => 'done'), later])) === 'done';
}

void t.test('a stream that is full is waited for', async (t) => {
  const { stream, taken, next } = slowStream();
  const sink = new StreamSink(stream);
  const writing = sink.write('one');
  t.notOk(await settled(writing));
  next();
  await writing;
  t.same(taken, ['one']);
  await sink.write('');
  t.same(taken, ['one'], 'nothing needs no room');
});

void t.test('a stream is closed when it has taken all', async (t) => {
  const { stream, next } = slowStream();
  const sink = new StreamSink(stream);
  void sink.write('one');
  const closing = sink.close();
  t.notOk(await settled(closing));
  next();
  await new Promise(setImmediate);
  next();
  await closing;
});

void t.test('a stream that breaks fails what is written, then and later', async (t) => {
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  const { stream, next } = slowStream();
  const sink = new StreamSink(stream);
  const writing = sink.write('one');
  next(broken);
  await t.rejects(writing, broken);
  await t.rejects(sink.write('two'), broken);
  await t.rejects(sink.close(), broken);
});

void t.test('a stream that breaks while nobody waits says so when it is closed', async (t) => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const stream = new Writable({
    write: (_chunk, _encoding, done) => {
      setImmediate(done, full);
    },
  });
  const sink = new StreamSink(stream);
  await sink.write('the last text');
  await t.rejects(sink.close(), full);
});

void t.test('a descriptor is written to and stays open, and only a file is one', (t) => {
  const file = `${t.testdir({ out: '' })}/out`;
  const fd = openSync(file, 'w');
  const sink = new FileSink(fd);
  sink.write('é'.repeat(200_000) + '\n');
  sink.write('日\n');
  sink.close();
  t.ok(isFile(fd));
  closeSync(fd);
  t.equal(readFileSync(file, 'utf8'), `${'é'.repeat(200_000)}\n日\n`);
  t.notOk(isFile(fd), 'a descriptor that is closed');
  const device = openSync('/dev/null', 'w');
  t.notOk(isFile(device));
  closeSync(device);
  t.end();
});
