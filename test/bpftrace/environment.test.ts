import t from 'tap';

import { bufferPageBytes } from '../../src/bpftrace/environment.js';
import type { Bpftrace } from '../../src/bpftrace/find.js';

const KIB = 1024;

function version(minor: number): Bpftrace {
  return { path: '/usr/bin/bpftrace', version: `0.${minor}.0`, major: 0, minor };
}

void t.test('a buffer is counted in the pages of the host up to 0.18, then in 4 KiB', (t) => {
  const host = { pageBytes: 64 * KIB };
  t.equal(bufferPageBytes(version(17), host), 64 * KIB);
  t.equal(bufferPageBytes(version(18), host), 64 * KIB);
  t.equal(bufferPageBytes(version(19), host), 4 * KIB);
  t.end();
});
