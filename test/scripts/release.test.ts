// What a release does, as far as it can be done here, and that the workflows call it.
import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t, { type Test } from 'tap';
import { parse } from 'yaml';

import { runs } from '../support/needs.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORKFLOWS = join(ROOT, '.github/workflows');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const TARBALL = `signals-trace-${version}.tgz`;
const GITHUB = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'owner/name' };
/** What each job may write; all else it only reads. */
const WRITES: Record<string, readonly string[]> = {
  'release.yml image': ['packages'],
  'release.yml package': ['id-token'],
  'release.yml join': ['packages'],
  'release.yml release': ['contents'],
};

async function release(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return execa(join(ROOT, 'scripts/release'), args, { env, reject: false, cwd: tmpdir() });
}

/** The environment with a program that stands in for another: its text is a shell's. */
function withFake(t: Test, name: string, text: string): NodeJS.ProcessEnv {
  const bin = t.testdir({ [name]: `#!/bin/sh\n${text}\n` });
  chmodSync(join(bin, name), 0o755);
  return { ...GITHUB, RETRY_SECONDS: '0', PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}

/** A folder with the checksum that an empty package has. */
function packedFolder(t: Test, tarball?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'signals-trace-release-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const sum = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  writeFileSync(join(folder, 'SHA256SUMS'), `${sum}  ${TARBALL}\n`);
  if (tarball !== undefined) writeFileSync(join(folder, TARBALL), tarball);
  return folder;
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
  const env = withFake(t, 'docker', 'printf "%s|" docker "$@"; echo');
  const image = await release(['image', 'ghcr.io/owner/name', '1.2.3'], env);
  const [build = '', push = ''] = image.stdout.split('\n');
  t.match(build, /^docker\|build\|--pull\|.*--label\|org\.opencontainers\.image\.title=signals-/);
  const containerfile = readFileSync(join(ROOT, 'scripts/image/Containerfile'), 'utf8');
  for (const name of Object.keys(GITHUB)) {
    t.match(build, `|--build-arg|${name}|`);
    t.match(containerfile, `\nARG ${name}\n`, 'the package in the image names its repository');
  }
  t.equal(build.split('--label|').length, labels.length + 1);
  t.match(push, /^docker\|push\|ghcr\.io\/owner\/name:1\.2\.3-(amd64|arm64)\|$/);
  for (const [of, channel] of [
    ['1.2.3', 'latest'],
    ['1.2.3-rc.1', 'next'],
  ] as const) {
    const { stdout: joined } = await release(['join', 'n', of, 'amd64', 'arm64'], env);
    t.ok(joined.startsWith(`docker|buildx|imagetools|create|--tag|n:${of}|--tag|n:${channel}|`));
    t.ok(joined.endsWith(`|n:${of}-amd64|n:${of}-arm64|`), joined);
    t.match(joined, `|--annotation|index:org.opencontainers.image.version=${of}|`);
    t.equal(joined.split('|--annotation|').length, labels.length + 1);
  }
});

const noPodman = process.getuid?.() !== 0 ? 'needs root' : !runs('podman', '-v') && 'needs podman';

void t.test('podman finds the labels in an image', { skip: noPodman }, async (t) => {
  const store = mkdtempSync(join(tmpdir(), 'signals-trace-release-'));
  t.teardown(() => {
    rmSync(store, { recursive: true, force: true });
  });
  writeFileSync(join(store, 'Containerfile'), 'FROM scratch\nCOPY Containerfile /\n');
  // An empty image stands in for the one of this checkout, whose base comes from a registry.
  const podman = `podman --storage-driver vfs --root ${store}/a --runroot ${store}/b`;
  const env = withFake(
    t,
    'docker',
    `[ "$1" = build ] || exit 0
    shift
    for word; do
      shift
      case $word in --pull | --build-arg | GITHUB_*) ;; scripts/image/Containerfile) set -- "$@" ${store}/Containerfile ;;
        .) set -- "$@" ${store} ;; *) set -- "$@" "$word" ;; esac
    done
    exec ${podman} build "$@"`,
  );
  const built = await release(['image', 'localhost/name', '1.2.3'], env);
  t.equal(built.exitCode, 0, built.stderr);
  const { stdout: list } = await release(['labels', '1.2.3'], GITHUB);
  const expected = list.split('\n').map((line) => /^([^=]*)=(.*)$/.exec(line)?.slice(1));
  const image = (await execa('sh', ['-c', `${podman} images --quiet`])).stdout;
  const { stdout } = await execa('sh', [
    '-c',
    `${podman} inspect --format '{{json .Labels}}' ${image}`,
  ]);
  t.match(JSON.parse(stdout), Object.fromEntries(expected as [string, string][]));
});

void t.test('a package that was changed is not published', async (t) => {
  const env = withFake(t, 'npm', 'echo "$@"');
  const good = await release(['publish', packedFolder(t, ''), '--otp=1'], env);
  t.equal(
    good.stdout,
    `publish ./${TARBALL} --provenance --access public --tag latest --otp=1`,
    'what npm is told',
  );
  const { exitCode, stdout, stderr } = await release(['publish', packedFolder(t, 'changed')], env);
  t.strictSame([exitCode, stdout], [1, '']);
  t.match(stderr, /is not the one that was packed$/);
});

void t.test('the published package is fetched as soon as npm has it, and compared', async (t) => {
  const later = (text: string) =>
    `if [ -e late ]; then rm late; printf %s '${text}' >${TARBALL}; else : >late; exit 1; fi`;
  const folder = packedFolder(t);
  t.equal((await release(['fetch', folder], withFake(t, 'npm', later('')))).exitCode, 0);
  t.strictSame(readdirSync(folder).sort(), ['SHA256SUMS', TARBALL], 'what is released');
  const other = await release(['fetch', packedFolder(t)], withFake(t, 'npm', later('other')));
  t.match(other, { exitCode: 1, stderr: /is not the one that was packed$/ });
  const never = await release(['fetch', packedFolder(t)], withFake(t, 'npm', 'exit 1'));
  t.match(never, {
    exitCode: 1,
    stderr: `scripts/release: npm does not have signals-trace@${version}`,
  });
});

void t.test("GitHub's release has the notes, the package and its checksum", async (t) => {
  const folder = packedFolder(t, '');
  const env = withFake(t, 'gh', 'printf "%s|" gh "$@"');
  const { stdout } = await release(['github', `v${version}`, folder], env);
  const [before = '', after] = stdout.split('|--notes|');
  t.equal(before, `gh|release|create|v${version}|--verify-tag|--title|signals-trace ${version}`);
  t.match(after, /^First version: /);
  t.equal(after?.endsWith(`|${folder}/SHA256SUMS|${folder}/${TARBALL}|`), true, 'its files');
});

void t.test('the workflows: least rights, actions by commit, scripts that are there', (t) => {
  const files = readdirSync(WORKFLOWS);
  t.strictSame(files.sort(), ['ci.yml', 'release.yml']);
  for (const file of files) {
    const text = readFileSync(join(WORKFLOWS, file), 'utf8');
    const workflow = parse(text) as {
      permissions: Record<string, string>;
      jobs: Record<
        string,
        {
          uses?: string;
          permissions?: Record<string, string>;
          'timeout-minutes'?: number;
          steps?: { uses?: string; run?: string }[];
        }
      >;
    };
    t.strictSame(workflow.permissions, {}, `${file}: none for all jobs`);
    for (const [name, { steps = [], ...job }] of Object.entries(workflow.jobs)) {
      const writes = WRITES[`${file} ${name}`] ?? [];
      const permissions = Object.entries(job.permissions ?? {});
      t.ok(permissions.length > 0, `${file} ${name}: it says what it may`);
      for (const [what, access] of permissions) {
        t.equal(access, writes.includes(what) ? 'write' : 'read', `${file} ${name}: ${what}`);
      }
      // Those of a workflow that is called have their own limit.
      if (job.uses === undefined) t.type(job['timeout-minutes'], 'number', `${file} ${name}`);
      else accessSync(join(ROOT, job.uses));
      for (const { uses, run } of steps) {
        t.notMatch(run ?? '', /\$\{\{/, "no text of an event becomes part of a shell's script");
        if (uses !== undefined) t.match(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/, uses);
        for (const [script] of (run ?? '').matchAll(/(?<=\.\/)(?:scripts|\.ci)\/\w+/g)) {
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
