// The outputs in fixtures/info are real: bpftrace --info of Debian's 0.11.3, 0.17.0, 0.23.2 and 0.27.0 on
// Linux 6.18; `-forbidden` under a seccomp filter that answers bpf(2) with EPERM.
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';

import t, { type Test } from 'tap';

import { memlockCheck, seccompCheck } from '../../src/bpftrace/confinement-checks.js';
import { type Host, readHost } from '../../src/host/host.js';

/** As root sees it that lacks nothing. */
const HOST: Host = { ...readHost(), root: true, mayLoadPrograms: true, seccomp: true };
const LIFT = 'start the container with --security-opt seccomp=unconfined';

/** What is said under a filter of a bpftrace that answers `--info` by this script. */
function filtered(t: Test, script: string) {
  const path = join(t.testdir({ bpftrace: `#!/bin/sh\n${script}\n` }), 'bpftrace');
  chmodSync(path, 0o755);
  return seccompCheck(HOST, { path, version: '0.17.0', major: 0, minor: 17 });
}

const LETS = { status: 'pass', found: 'a filter that lets bpf(2) through' };
const FORBIDS = { status: 'fail', found: 'a filter that forbids bpf(2)', mend: LIFT };
const UNTOLD = { status: 'warn', found: /did not tell$/, mend: LIFT };
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
    found: /did not tell: cannot open shared object file$/,
    mend: /^see what is wrong: \/.*\/bpftrace --info$/,
  });
  t.match(await filtered(t, 'sleep 1000; true'), {
    status: 'warn',
    found: /did not tell: it did not end within 10 s$/,
  });
});

const OLD: Host = {
  ...HOST,
  kernel: '5.10.0-32-amd64',
  container: undefined,
  pidNamespace: undefined,
  capabilities: ['SYS_ADMIN'],
  memlock: '8388608',
};
const MAY_LIFT = ['SYS_ADMIN', 'SYS_RESOURCE'];
const MEMLOCKS: [what: string, host: Partial<Host>, says: object][] = [
  [
    'root that may not lift it',
    {},
    { status: 'warn', found: /^8388608 bytes.* CAP_SYS_RESOURCE$/, mend: /^sudo prlimit / },
  ],
  [
    'a container with the least rights',
    { container: '/.dockerenv' },
    { status: 'warn', mend: 'start the container with --ulimit memlock=-1' },
  ],
  ['root that may lift it', { capabilities: MAY_LIFT }, { status: 'pass', found: /lifted$/ }],
  ['no limit', { memlock: 'unlimited' }, { status: 'pass', found: 'unlimited' }],
  ['a limit that is large enough', { memlock: '1073741824' }, { status: 'pass' }],
  ['Linux 5.11', { kernel: '5.11.0' }, { status: 'pass', found: /does not matter/ }],
  ['Linux 4.19', { kernel: '4.19.0-27-amd64' }, { status: 'warn' }],
];

for (const [what, host, says] of MEMLOCKS) {
  void t.test(`locked memory: ${what}`, (t) => {
    t.match(memlockCheck({ ...OLD, ...host }), says);
    t.end();
  });
}
