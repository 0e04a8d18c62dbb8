// What the first file says where Node.js cannot load the rest. test/package.test.ts asks old ones.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import t, { type Test } from 'tap';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly engines: { readonly node: string };
};

/** Runs the command as if this were such a Node.js on such a system. */
function runAs(t: Test, version: string, release: string, uid = 1000) {
  const folder = t.testdir({
    'release.cjs': `
      const fs = require('fs');
      const { readFileSync } = fs;
      Object.defineProperty(process.versions, 'node', { value: '${version}' });
      process.getuid = () => ${uid};
      fs.readFileSync = (file, ...more) =>
        file === '/etc/os-release' ? ${JSON.stringify(release)} : readFileSync(file, ...more);`,
  });
  const args = ['-r', join(folder, 'release.cjs'), join(ROOT, 'dist/bin.cjs'), '--version'];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const SYSTEMS: [release: string, typed: string][] = [
  [
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
    'on Debian GNU/Linux 12 (bookworm): curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs',
  ],
  [
    'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"',
    'on Debian GNU/Linux 13 (trixie): sudo apt-get install nodejs',
  ],
  [
    'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\n',
    'on ubuntu: curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs',
  ],
  [
    'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.5"\nPRETTY_NAME="Rocky Linux 9.5"',
    'on Rocky Linux 9.5: sudo dnf module install nodejs:22',
  ],
  [
    'ID=alpine\nVERSION_ID=3.18.4\nPRETTY_NAME="Alpine Linux v3.18"',
    'on Alpine Linux v3.18: apk add nodejs (Alpine 3.21 or newer)',
  ],
  ['ID=constructor\n', 'install it: see https://nodejs.org/en/download'],
  ['', 'install it: see https://nodejs.org/en/download'],
];

void t.test('too old a Node.js says so, and what installs another one here', (t) => {
  for (const [release, typed] of SYSTEMS) {
    const { status, stdout, stderr } = runAs(t, '18.19.0', release);
    t.equal(status, 3);
    t.equal(stdout, '');
    t.equal(
      stderr,
      `signals-trace: Node.js 18.19.0 is too old: 20.19 or newer is needed\n  ${typed}\n`,
    );
  }
  t.end();
});

void t.test('root needs no sudo', (t) => {
  const { stderr } = runAs(t, '20.18.3', 'ID=fedora\nPRETTY_NAME="Fedora 42"', 0);
  t.match(stderr, /\n {2}on Fedora 42: dnf install nodejs\n$/);
  t.end();
});

void t.test('few files, and no working directory, are one line and what mends it', (t) => {
  const bin = join(ROOT, 'dist/bin.cjs');
  const gone = join(t.testdir({ gone: {} }), 'gone');
  const cases: [script: string, stderr: string][] = [
    [
      `ulimit -n 32; exec "$@"`,
      'only 32 files may be open at once, and 64 are needed\n  raise the limit: ulimit -n 1024',
    ],
    [
      `cd ${gone}; rmdir ${gone}; exec "$@"`,
      'the working directory is gone\n  go to another one: cd /',
    ],
  ];
  for (const [script, said] of cases) {
    const args = ['-c', script, 'sh', process.execPath, bin, '--version'];
    const { status, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
    t.strictSame([status, stderr], [3, `signals-trace: ${said}\n`]);
  }
  t.end();
});

void t.test('what is new enough runs, as the manifest says', (t) => {
  t.equal(engines.node, '>=20.19');
  for (const version of ['20.19.0', '21.0.0', '22.1.0', '100.0.0']) {
    const { status, stderr } = runAs(t, version, '');
    t.strictSame([status, stderr], [0, ''], version);
  }
  t.end();
});
