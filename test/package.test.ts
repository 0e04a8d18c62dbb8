import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Ajv, type AnySchema } from 'ajv';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import ts from 'typescript';

import type { TraceRecord } from '../src/records/records.js';
import { blocks, documentAt, DOCUMENTS } from './support/documents.js';
import { GITHUB, install, STRANGER } from './support/installed.js';
import { cannotTrace } from './support/needs.js';
import { olderNode } from './support/older-node.js';

/** Packing, and some dozen traces of some seconds each. */
t.setTimeout(900_000);

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const TSC = join(MODULES, 'typescript/bin/tsc');
/** Rules of attw that the package breaks, with the reason. */
const ACCEPTED_RULES = {
  'cjs-resolves-to-esm': "require() loads ES modules in each Node.js of the package's engines",
};
const MANIFEST = fileURLToPath(new URL('../package.json', import.meta.url));
/** What a trace that went well tells a person. */
const EXPECTED = [
  /^[\d,]+ signals? shown, /,
  /^[\d,]+ signals\/s, /,
  /: no process is called that now; waiting for one$/,
  /: no command line matches now; waiting for one$/,
  /: no process is in such a (unit|container|slice) now; waiting for one$/,
  /^signals-trace: building dist /,
  /^signals-trace: waiting for another start of this checkout to end its set-up$/,
];

/** A module of a stranger who has types of nothing else. */
const CONSUMER = `
import { traceSignals, type SignalRecord, type TraceRecord } from 'signals-trace';

for await (const record of traceSignals({ count: 1 })) {
  const every: TraceRecord = record;
  // @ts-expect-error: only some types of record have one
  every.count;
  if (record.type === 'lost') record.count.toFixed();
  // @ts-expect-error: the sender may be unknown
  if (record.type === 'signal') record.sender.pid;
}
// @ts-expect-error: there is no such option
traceSignals({ cuont: 1 });
export type Verdict = SignalRecord['result'];
`;

/** A sample of the library. */
const SAMPLE = blocks(documentAt('src/README.md'), 'ts').join('');

const installed = await install(t);
if (typeof installed === 'string') t.plan(0, installed);
else testAll(installed);

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly engines: { readonly node: string };
  readonly types: string;
  readonly man: string;
  readonly exports: Record<string, string | Record<string, string>>;
  readonly bin: Record<string, string>;
  readonly dependencies?: Record<string, string>;
}

function testAll({ checkout, tarball, folder, home }: Exclude<typeof installed, string>): void {
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;

  void t.test('it holds what runs and what is read, and nothing else', (t) => {
    const files = filesOf(home);
    const other = files.filter(
      (file) => !/^(dist\/.+(\.c?js|\.d\.c?ts)|probes\/(.+\.bt|functions))$/.test(file),
    );
    const known = [
      ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
      ...['dist/bundle/LICENSES', 'dist/signals-trace.1'],
    ];
    t.strictSame(
      other.filter((file) => !known.includes(file)),
      [],
    );
    for (const file of known.slice(1)) t.ok(other.includes(file), file);
    t.strictSame(
      files.filter((file) => /test/.test(file)),
      [],
      'no tests',
    );
    t.notOk(
      distOf(home).some((text) => text.includes('sourceMappingURL')),
      'no source maps',
    );
    t.end();
  });

  void t.test('its manifest tells what it is, and the truth', (t) => {
    t.equal(manifest.license, 'MIT');
    t.match(readFileSync(join(home, 'LICENSE'), 'utf8'), /^MIT License\n/);
    t.equal(manifest.engines.node, '>=20.19');
    for (const name of ['scripts', 'tap', 'devDependencies']) t.notHas(manifest, { [name]: {} });
    t.equal(
      readFileSync(join(checkout, 'package.json'), 'utf8'),
      readFileSync(MANIFEST, 'utf8'),
      'the checkout has its own again',
    );
    for (const word of ['linux', 'kernel', 'signals', 'ebpf']) {
      t.ok(manifest.keywords.includes(word), `keyword ${word}`);
    }
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const target of [...targets, manifest.types, ...Object.values(manifest.bin)]) {
      t.ok(existsSync(join(home, target)), `${target} exists`);
    }
    t.end();
  });

  void t.test('it depends on nothing, and imports nothing but its own and what Node has', (t) => {
    const imports = distOf(home).flatMap((text) =>
      ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName),
    );
    const packages = imports.filter((name) => !name.startsWith('.') && !isBuiltin(name));
    t.strictSame(packages, []);
    t.equal(manifest.dependencies, undefined);
    t.end();
  });

  void t.test('any Node.js says what it lacks', async (t) => {
    const bin = join(home, manifest.bin['signals-trace'] ?? '');
    for (const version of ['12.22.12', '16.20.2', '18.20.8']) {
      const node = await olderNode(t, version);
      if (node === undefined) continue;
      for (const args of [['--help'], ['--json']]) {
        const { exitCode, stdout, stderr } = await run(node, bin, ...args);
        t.strictSame([exitCode, stdout], [3, ''], version);
        t.match(
          stderr,
          /^signals-trace: Node\.js [\d.]+ is too old: 20\.19 or newer is needed\n {2}.+$/,
        );
      }
    }
  });

  void t.test('its command runs', async (t) => {
    t.equal((await command('--version')).stdout, manifest.version);
    const schema = JSON.parse((await command('schema')).stdout) as AnySchema;
    t.type(new Ajv({ strict: true }).compile(schema), 'function');
    const { stdout, exitCode } = await command('doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string }[] };
    t.ok(checks.some(({ name }) => name === 'bpftrace'));
    t.equal(exitCode, checks.some(({ status }) => status === 'fail') ? 3 : 0);
  });

  void t.test('its command traces a signal', { skip: cannotTrace }, async (t) => {
    const target = execa('sleep', ['600'], { reject: false });
    const { pid } = target;
    t.teardown(() => target.kill('SIGKILL'));
    const args = ['--json', '-n', '1', '-s', 'CONT', '--to', String(pid), '--duration', '60s'];
    const trace = command(...args);
    // Again and again, since what comes before tracing has begun is not seen.
    const sending = setInterval(() => target.kill('SIGCONT'), 200);
    const { stdout, stderr, exitCode } = await trace;
    clearInterval(sending);
    t.equal(exitCode, 0);
    t.equal(stderr, '');
    const records = stdout.split('\n').map((line) => JSON.parse(line) as TraceRecord);
    t.strictSame(
      records.map(({ type }) => type),
      ['ready', 'signal', 'end'],
    );
    t.match(records[1], {
      signal: 'SIGCONT',
      code: 'SI_USER',
      sender: { pid: process.pid },
      target: { pid, comm: 'sleep' },
    });
  });

  void t.test('its library runs, imported or required', async (t) => {
    const say = 'console.log(typeof traceSignals)';
    const code = {
      'module.js': `import { traceSignals } from 'signals-trace'; ${say}`,
      'module.cjs': `const { traceSignals } = require('signals-trace'); ${say}`,
    };
    for (const [file, text] of Object.entries(code)) {
      writeFileSync(join(folder, file), text);
      t.equal((await run('node', file)).stdout, 'function', file);
    }
  });

  void t.test('publint and attw find nothing', async (t) => {
    const tool = (name: string) => join(MODULES, '.bin', name);
    const publint = await run(tool('publint'), 'run', tarball, '--strict');
    t.match(publint, { exitCode: 0, stdout: /All good!/ });
    const ignored = ['--ignore-rules', ...Object.keys(ACCEPTED_RULES)];
    const attw = await run(tool('attw'), tarball, '--profile', 'strict', '-f', 'json', ...ignored);
    t.equal(attw.exitCode, 0, attw.stdout);
    const { problems } = JSON.parse(attw.stdout) as { problems: object };
    t.strictSame(Object.keys(problems), ['CJSResolvesToESM'], 'no more is accepted than is needed');
  });

  void t.test('it names the repository of the release', (t) => {
    const repository = `${GITHUB.GITHUB_SERVER_URL}/${GITHUB.GITHUB_REPOSITORY}`;
    t.match(manifest, {
      homepage: `${repository}#readme`,
      bugs: `${repository}/issues`,
      repository: { type: 'git', url: `git+${repository}.git` },
    });
    t.end();
  });

  void t.test('its checksum is right, and npm would publish it', async (t) => {
    const packed = dirname(tarball);
    const sums = await execa('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: packed });
    t.equal(sums.stdout, `signals-trace-${manifest.version}.tgz: OK`);
    // With --force, npm does not mind that it has this version already.
    const args = ['publish', packed, '--dry-run', '--force', '--loglevel=notice'];
    const published = await execa(join(checkout, 'scripts/release'), args, {
      ...STRANGER,
      all: true,
      reject: false,
    });
    t.equal(published.exitCode, 0, published.all);
    t.match(published.all, 'with tag latest and public access (dry-run)');
    t.match(published.all, `+ signals-trace@${manifest.version}`);
  });

  void t.test('its man page is found', (t) => {
    t.match(readFileSync(join(home, manifest.man), 'utf8'), `signals-trace ${manifest.version}`);
    t.end();
  });

  void t.test('its types are found and are no any', async (t) => {
    const consumers = { 'consumer.ts': CONSUMER, 'sample.ts': SAMPLE };
    for (const [file, text] of Object.entries(consumers)) {
      writeFileSync(join(folder, file), text);
      const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
      const { stdout } = await run('node', TSC, ...options, file);
      t.equal(stdout, '', file);
    }
  });

  void t.test("the documents' commands", { jobs: 4 }, (t) => {
    const commands = DOCUMENTS.flatMap(({ path, text }) =>
      blocks({ path, text }, 'sh').map((block) => ({ path, block })),
    );
    t.ok(commands.length > 20);
    const npx = quickNpx(t);
    // Each trace has a TERM to show, also on a host where nothing else happens.
    const sending = setInterval(() => {
      execa('sleep', ['60'], { reject: false }).kill('SIGTERM');
    }, 1000);
    t.teardown(() => {
      clearInterval(sending);
    });
    for (const { path, block } of commands) {
      const options = { skip: !block.includes('--help') && cannotTrace, buffered: true };
      void t.test(`${path}: ${block.trim()}`, options, async (t) => {
        const ran = await shell(t, block, block.startsWith('./') ? checkout : folder, npx);
        t.equal(ran.exitCode, 0, ran.exitCode === 0 ? 'it succeeds' : ran.stdout);
        t.not(ran.stdout, '');
        const lines = ran.stderr.split('\n').filter((line) => line !== '');
        const unexpected = lines.filter((line) => !EXPECTED.some((known) => known.test(line)));
        t.strictSame(unexpected, [], 'stderr');
      });
    }
    void t.test('the sample of the library', { skip: cannotTrace, buffered: true }, async (t) => {
      // It has no type annotations, so that it is JavaScript as well.
      writeFileSync(join(folder, 'sample.js'), SAMPLE);
      const ran = await shell(t, 'node sample.js', folder);
      t.equal(ran.exitCode, 0);
      t.equal(ran.stderr, '');
    });
    t.end();
  });

  async function run(file: string, ...args: readonly string[]) {
    return execa(file, args, { cwd: folder, ...STRANGER, reject: false });
  }

  async function command(...args: readonly string[]) {
    return run('npx', '--no-install', 'signals-trace', ...args);
  }
}

/** A folder with an npx that runs the installed command, without the second that npm's own takes; it is tried above. */
function quickNpx(t: Test): string {
  const folder = t.testdir({
    npx: '#!/bin/sh\n[ "$1" != --yes ] || shift\nexec "./node_modules/.bin/$@"\n',
  });
  chmodSync(join(folder, 'npx'), 0o755);
  return folder;
}

/** Runs a block of commands as it stands in a document. Each has to succeed. */
async function shell(t: Test, block: string, cwd: string, first = '') {
  const commands = process.getuid?.() === 0 ? block.replace(/^sudo /gm, '') : block;
  // A process group of its own, so that nothing is left when the test is cut short.
  // What this process starts gets tap's NODE_OPTIONS whatever is asked.
  const path = `PATH=${first}:${process.env['PATH'] ?? ''}`;
  const child = execa('env', ['-u', 'NODE_OPTIONS', path, 'sh', '-euc', commands], {
    cwd,
    ...STRANGER,
    reject: false,
    detached: true,
  });
  let over = false;
  t.teardown(() => {
    if (!over && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  });
  const ended = await child;
  over = true;
  return ended;
}

/** Paths within a folder of all files there. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** What runs and its types. */
function distOf(home: string): string[] {
  return filesOf(join(home, 'dist')).map((file) => readFileSync(join(home, 'dist', file), 'utf8'));
}
