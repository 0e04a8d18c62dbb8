import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import {
  foreignProcessor,
  NOT_PERMITTED,
  obstacleAt,
  startFailure,
} from '../../src/bpftrace/obstacle.js';

void t.test('what keeps a file from being executed', (t) => {
  const folder = t.testdir({ plain: 'x', program: '#!/bin/sh\n' });
  const at = (name: string) => join(folder, name);
  chmodSync(at('program'), 0o755);
  symlinkSync('/nowhere/bpftrace', at('dangling'));
  symlinkSync(at('loop'), at('loop'));
  t.equal(obstacleAt(at('program')), undefined);
  t.equal(obstacleAt(at('plain')), NOT_PERMITTED);
  t.equal(obstacleAt(folder), 'is a folder');
  t.equal(obstacleAt('/dev/null'), 'is no regular file');
  t.equal(obstacleAt(at('missing')), 'does not exist');
  t.equal(obstacleAt(at('plain/bpftrace')), 'does not exist');
  t.equal(obstacleAt(at('dangling')), 'is a link to /nowhere/bpftrace, which does not exist');
  t.equal(obstacleAt(at('loop')), 'is a link that leads back to itself');
  t.end();
});

void t.test('why a start failed: by the file, else by the code', (t) => {
  const file = join(t.testdir({ program: '#!/nonexistent/sh\n' }), 'program');
  chmodSync(file, 0o755);
  t.equal(startFailure('/nonexistent', 'ENOENT'), 'does not exist');
  t.match(startFailure(file, 'ENOENT'), /needs an interpreter or a loader/);
  t.match(startFailure(file, 'ENOEXEC'), /neither a script nor a program/);
  t.equal(startFailure(file, 'EIO'), 'cannot be started (EIO)');
  t.end();
});

void t.test('a program for another processor', (t) => {
  const header = (machine: number) => {
    const bytes = Buffer.alloc(64);
    bytes.write('\x7fELF', 'latin1');
    bytes.writeUInt16LE(machine, 18);
    return bytes;
  };
  const other = process.arch === 'arm64' ? ([62, 'x64'] as const) : ([183, 'arm64'] as const);
  const folder = t.testdir({ foreign: header(other[0]), script: '#!/bin/sh\n', odd: header(9999) });
  t.equal(foreignProcessor(join(folder, 'foreign')), other[1]);
  t.equal(foreignProcessor(process.execPath), undefined);
  for (const name of ['script', 'odd', 'missing']) {
    t.equal(foreignProcessor(join(folder, name)), undefined, name);
  }
  t.end();
});
