// Makes the package.json that npm packs and publishes: without the packages that are in the bundle, and
// without scripts. `pack` keeps the whole one aside, `restore` puts it back.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const MANIFEST = 'package.json';
const KEPT = '.package.json';
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;

const step = process.argv[2];
// A run that was cut short has left it.
if (existsSync(KEPT)) renameSync(KEPT, MANIFEST);
if (step === 'pack') pack();
else if (step !== 'restore') throw new Error(`${step}: neither pack nor restore`);

function pack() {
  const whole = readFileSync(MANIFEST, 'utf8');
  const manifest = JSON.parse(whole);
  for (const name of ['scripts', 'tap', 'dependencies', 'devDependencies']) delete manifest[name];
  writeFileSync(KEPT, whole);
  writeFileSync(MANIFEST, `${JSON.stringify({ ...manifest, ...links() }, undefined, 2)}\n`);
}

/** The package's home: the repository that a release runs in. */
function links() {
  if (!server || !repository) return {};
  const home = `${server}/${repository}`;
  return {
    homepage: `${home}#readme`,
    bugs: `${home}/issues`,
    repository: { type: 'git', url: `git+${home}.git` },
  };
}
