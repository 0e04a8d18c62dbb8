import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import { killBpftrace } from '../../src/smoke/kill-bpftrace.js';

void t.test('a descendant that runs the program is killed, and its wrapper is not', async (t) => {
  const path = join(
    t.testdir({ bpftrace: '#!/bin/sh\necho ready; sleep 60 & wait\n' }),
    'bpftrace',
  );
  chmodSync(path, 0o755);
  const wrapper = spawn('sh', ['-c', '"$1"; echo "ended with $?"', 'sh', path], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => {
    if (wrapper.pid !== undefined) process.kill(-wrapper.pid, 'SIGKILL');
  });
  const lines: string[] = [];
  wrapper.stdout.on('data', (data: Buffer) => lines.push(String(data)));
  while (!lines.join('').includes('ready')) await once(wrapper.stdout, 'data');
  t.equal(killBpftrace(path), undefined);
  while (!lines.join('').includes('ended')) await once(wrapper.stdout, 'data');
  t.equal(lines.join(''), 'ready\nended with 137\n');
});

void t.test('a program that is not there cannot be killed', (t) => {
  t.equal(killBpftrace('/nonexistent'), '/proc does not show /nonexistent');
  t.end();
});
