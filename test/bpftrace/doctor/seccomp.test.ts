// The outputs in fixtures/info are real: bpftrace --info of Debian's 0.11.3, 0.17.0, 0.23.2 and 0.27.0 on
// Linux 6.18; `-forbidden` under a seccomp filter that answers bpf(2) with EPERM.
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';

import t, { type Test } from 'tap';

import { seccompCheck } from '../../../src/bpftrace/doctor/seccomp.js';
import { type Host, readHost } from '../../../src/host/host.js';

/** As root sees it that lacks nothing. */
const HOST: Host = { ...readHost(), root: true, mayLoadPrograms: true, seccomp: true };
const LIFT = 'start the container with --security-opt seccomp=unconfined';

/** What is said under a filter of a bpftrace that answers `--info` by this script. */
function filtered(t: Test, script: string) {
  const path = join(t.testdir({ bpftrace: `#!/bin/sh\n${script}\n` }), 'bpftrace');
  chmodSync(path, 0o755);
  return seccompCheck({
    host: HOST,
    bpftrace: { path, version: '0.17.0', major: 0, minor: 17 },
  });
}

const LETS = { status: 'pass', found: 'a filter that lets bpf(2) through' };
const FORBIDS = { status: 'fail', found: 'a filter that forbids bpf(2)', fix: LIFT };
const UNTOLD = { status: 'warn', found: /did not tell$/, fix: LIFT };
const INFOS: [name: string, stream: 'stdout' | 'stderr', says: object][] = [
  ['0.11.3', 'stderr', UNTOLD],
  ['0.17.0', 'stderr', LETS],
  ['0.17.0-forbidden', 'stderr', FORBIDS],
  ['0.23.2', 'stdout', LETS],
  ['0.23.2-forbidden', 'stdout', FORBIDS],
  ['0.27.0', 'stdout', LETS],
  ['0.27.0-forbidden', 'stdout', FORBIDS],
];

for (const [name, stream, says] of INFOS) {
  void t.test(`a filter, by what bpftrace ${name} finds`, async (t) => {
    const info = resolve(`test/fixtures/info/${name}.txt`);
    t.match(await filtered(t, `cat '${info}' ${stream === 'stderr' ? '>&2' : ''}`), says);
  });
}

void t.test('a filter, and a bpftrace that does not answer', async (t) => {
  t.match(await filtered(t, 'echo "cannot open shared object file" >&2; exit 127'), {
    status: 'warn',
    found: /did not tell: it ended with exit status 127 and said: cannot open/,
    fix: /^see what is wrong: \/.*\/bpftrace --info$/,
  });
  t.match(await filtered(t, 'sleep 1000; true'), {
    status: 'warn',
    found: /did not tell: it did not end within 30 s$/,
  });
});
