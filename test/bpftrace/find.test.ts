import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import t, { type Test } from 'tap';

import { atLeast, findAhead, findBpftrace } from '../../src/bpftrace/find.js';
import { setVariable } from '../support/fake-program.js';

/** A folder with a program `bpftrace` that runs this script. */
function programIn(t: Test, script: string, mode = 0o755): string {
  const folder = t.testdir({ bpftrace: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, 'bpftrace'), mode);
  return folder;
}

const VERSIONS: [says: string, version: string, major: number, minor: number][] = [
  ['bpftrace v0.17.0', '0.17.0', 0, 17],
  ['bpftrace v0.11.3', '0.11.3', 0, 11],
  ['bpftrace v0.23.2', '0.23.2', 0, 23],
  ['bpftrace v0.26.0-rc1', '0.26.0-rc1', 0, 26],
  ['bpftrace v0.27.0-12-gabcdef1-dirty', '0.27.0-12-gabcdef1-dirty', 0, 27],
  ['bpftrace 0.27.0', '0.27.0', 0, 27],
  ['bpftrace v1.0', '1.0', 1, 0],
  ['bpftrace v0.21.2\x1b[0m', '0.21.2', 0, 21],
  ['WARNING: no luck\nbpftrace v0.24.1', '0.24.1', 0, 24],
];

void t.test('reads the version', async (t) => {
  for (const [says, version, major, minor] of VERSIONS) {
    const path = join(programIn(t, `[ "$*" = --version ] && printf '%s\\n' '${says}'`), 'bpftrace');
    t.strictSame(await findBpftrace(path), { path, version, major, minor }, says);
  }
});

const UNUSABLE: [what: string, script: string, message: RegExp, hint: RegExp][] = [
  ['nothing', 'exit 0', /does not say its version .*: it said nothing/, /--version/],
  ['a failure without a word', 'exit 1', /: it ended with exit status 1$/, /--version/],
  ['several lines', 'echo one >&2; echo two >&2; exit 1', /: one$/, /--version/],
  ['no end of lines', 'yes', /: it said "y"$/, /--version/],
  ['no end', 'sleep 1000; true', / does not work: it did not end within 30 s$/, /--version/],
  ['garbage', 'head -c 999 /dev/urandom', /does not say its version/, /--version/],
  ['another program', 'echo v20.20.2', /: it said "v20\.20\.2"$/, /--version/],
  ['a commit', 'echo bpftrace 3d4f1c0', /does not say its version/, /--version/],
  [
    'a failure',
    'echo "x: error while loading shared libraries: libbcc.so.0: cannot open it" >&2; exit 127',
    /the library libbcc\.so\.0, which it needs, is missing$/,
    /install/,
  ],
  ['a branch too old', 'echo bpftrace v0.10.0-dirty', /version 0\.10\.0-dirty; /, /newer/],
  [
    'a version too old',
    'echo bpftrace v0.9.4',
    /version 0\.9\.4; .* needs 0\.11/,
    /newer bpftrace/,
  ],
];

void t.test('refuses what is no usable bpftrace', async (t) => {
  for (const [what, script, message, hint] of UNUSABLE) {
    const path = join(programIn(t, script), 'bpftrace');
    const expected = { code: 'bpftrace_unusable', message, hint, exitCode: 3 };
    await t.rejects(findBpftrace(path), expected, what);
  }
});

void t.test('refuses what cannot be run', async (t) => {
  const folder = programIn(t, 'echo bpftrace v0.17.0', 0o644);
  for (const path of [join(folder, 'missing'), folder, join(folder, 'bpftrace'), '']) {
    const expected = {
      code: 'bpftrace_not_found',
      message: `run at ${path}`,
      hint: path.endsWith('/bpftrace') ? /chmod a\+x / : /name a program/,
    };
    await t.rejects(findBpftrace(path), expected, path);
  }
});

void t.test('takes the first on PATH that can be run', async (t) => {
  const before = process.env['PATH'];
  t.teardown(() => (process.env['PATH'] = before));
  const folder = t.testdir({
    plain: { bpftrace: 'not a program' },
    folder: { bpftrace: {} },
    good: { bpftrace: '#!/bin/sh\necho bpftrace v0.20.1' },
    later: { bpftrace: '#!/bin/sh\necho bpftrace v0.21.0' },
  });
  for (const name of ['good', 'later']) chmodSync(join(folder, name, 'bpftrace'), 0o755);
  const paths = ['missing', 'plain', 'folder', 'good', 'later'].map((name) => join(folder, name));
  process.env['PATH'] = ['', '.', ...paths, before].join(':');
  const { path, version } = await findBpftrace();
  t.equal(path, join(folder, 'good', 'bpftrace'));
  t.equal(version, '0.20.1');
});

void t.test('what was found ahead is not asked for again', async (t) => {
  const folder = programIn(t, 'echo asked >>"$0.log"; echo bpftrace v0.17.0');
  setVariable(t, 'PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  const asked = () => readFileSync(join(folder, 'bpftrace.log'), 'utf8');
  findAhead();
  t.match(await findBpftrace(), { version: '0.17.0' });
  t.equal(asked(), 'asked\n');
  t.match(await findBpftrace(), { version: '0.17.0' });
  t.equal(asked(), 'asked\nasked\n', 'once: a bpftrace may be upgraded');
});

void t.test('a failure ahead is told to whoever wants bpftrace', async (t) => {
  const folder = programIn(t, 'exit 3');
  setVariable(t, 'PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  findAhead();
  await t.rejects(findBpftrace(), { code: 'bpftrace_unusable' });
});

const installed = execFileSync('sh', ['-c', 'command -v bpftrace || true'], { encoding: 'utf8' });
const skip = /^\/usr(?:\/local)?\/s?bin\//.test(installed) ? false : "needs the system's bpftrace";

void t.test('finds it where PATH leaves out the folders of the system', { skip }, async (t) => {
  setVariable(t, 'PATH', '/nowhere');
  t.match(await findBpftrace(), { path: /\/bpftrace$/, version: /^\d+\.\d+/ });
});

void t.test('compares versions', (t) => {
  const at = (major: number, minor: number) => ({ path: '', version: '', major, minor });
  t.ok(atLeast(at(0, 17), 17));
  t.notOk(atLeast(at(0, 16), 17));
  t.ok(atLeast(at(1, 0), 17), '1.0 comes after all of 0.x');
  t.end();
});
