// What a release does, as far as it can be done here, and that the workflows call it.
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t from 'tap';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOWS = join(ROOT, '.github/workflows');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const GITHUB = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'owner/name' };

async function release(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return execa(join(ROOT, 'scripts/release'), args, { env, reject: false, cwd: tmpdir() });
}

void t.test('a tag is the version, which the changelog knows', async (t) => {
  t.match(await release(['check', `v${version}`]), { exitCode: 0, stderr: '' });
  for (const tag of [version, 'v99.0.0', 'v']) {
    const { exitCode, stderr } = await release(['check', tag]);
    t.equal(exitCode, 1, tag);
    t.match(stderr, `the tag is ${tag}, and package.json has the version ${version}`);
  }
  t.match((await release(['notes', version])).stdout, /^First version: /);
  t.match(await release(['notes', '99.0.0']), { exitCode: 1, stderr: /no section ## 99\.0\.0$/ });
  for (const args of [[], ['notes'], ['join', 'name', '1']]) {
    t.match(await release(args), { exitCode: 2 }, args.join(' '));
  }
});

void t.test('labels, and what docker is told', async (t) => {
  const { stdout } = await release(['labels', '1.2.3'], GITHUB);
  const labels = stdout.split('\n');
  for (const label of [
    /^org\.opencontainers\.image\.version=1\.2\.3$/,
    /^org\.opencontainers\.image\.source=https:\/\/github\.com\/owner\/name$/,
    /^org\.opencontainers\.image\.revision=[0-9a-f]{40}$/,
    /^org\.opencontainers\.image\.created=\d{4}-\d\d-\d\dT/,
    /^org\.opencontainers\.image\.licenses=MIT$/,
  ]) {
    t.ok(
      labels.some((line) => label.test(line)),
      String(label),
    );
  }
  const bin = t.testdir({ docker: '#!/bin/sh\nprintf "%s|" docker "$@"\necho\n' });
  await execa('chmod', ['+x', join(bin, 'docker')]);
  const env = { ...GITHUB, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  const image = await release(['image', 'ghcr.io/owner/name', '1.2.3'], env);
  const [build = '', push = ''] = image.stdout.split('\n');
  t.match(build, /^docker\|build\|--pull\|.*--label\|org\.opencontainers\.image\.title=signals-/);
  t.equal(build.split('--label|').length, labels.length + 1);
  t.match(push, /^docker\|push\|ghcr\.io\/owner\/name:1\.2\.3-(amd64|arm64)\|$/);
  t.equal(
    (await release(['join', 'n', '1', 'amd64', 'arm64'], env)).stdout,
    'docker|buildx|imagetools|create|--tag|n:1|--tag|n:latest|n:1-amd64|n:1-arm64|',
  );
});

void t.test('the workflows: least rights, actions by commit, scripts that are there', (t) => {
  const files = readdirSync(WORKFLOWS);
  t.strictSame(files.sort(), ['ci.yml', 'release.yml']);
  for (const file of files) {
    const text = readFileSync(join(WORKFLOWS, file), 'utf8');
    const workflow = parse(text) as {
      permissions: Record<string, string>;
      jobs: Record<string, { uses?: string; steps?: { uses?: string; run?: string }[] }>;
    };
    t.strictSame(workflow.permissions, { contents: 'read' }, file);
    for (const { steps = [] } of Object.values(workflow.jobs)) {
      for (const { uses, run } of steps) {
        if (uses !== undefined) t.match(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/, uses);
        for (const [script] of (run ?? '').matchAll(/(?<=\.\/)scripts\/\w+/g)) {
          accessSync(join(ROOT, script), constants.X_OK);
          t.pass(script);
        }
      }
    }
    for (const [line] of text.matchAll(/uses: \S+@.*/g)) t.match(line, / # v\d+\.\d+\.\d+$/, line);
  }
  t.end();
});

void t.test('checksums fit what is packed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'signals-trace-release-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const bin = t.testdir({
    npm: '#!/bin/sh\nwhile [ "$1" != --pack-destination ]; do shift; done\necho x >"$2/a.tgz"\n',
  });
  await execa('chmod', ['+x', join(bin, 'npm')]);
  const packed = await release(['pack', folder], { PATH: `${bin}:${process.env['PATH'] ?? ''}` });
  t.equal(packed.exitCode, 0);
  t.match(await execa('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder }), { stdout: 'a.tgz: OK' });
});
