#!/usr/bin/env sh
// The command's first file, in syntax that Node.js 12 reads. It says what Node.js lacks to load the rest,
// which would fail at the first word that an older one does not know.
import fs = require('fs');

/** As `engines` in package.json says. */
const NEEDED = [20, 19] as const;
/** "Cannot be traced", of the table in exit-status.ts, which no older Node.js loads. */
const EXIT_STATUS = 3;
/** Descriptors for a trace, with room for what Node.js itself opens. */
const FILES = 64;
/** For systems whose own Node.js is too old. */
const NODESOURCE =
  'curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs';

/** Commands that install a Node.js that is new enough, by os-release's ID. */
const INSTALLS: Record<string, (version: number) => string> = {
  debian: (version) => (version >= 13 ? 'sudo apt-get install nodejs' : NODESOURCE),
  ubuntu: (version) => (version >= 25.1 ? 'sudo apt-get install nodejs' : NODESOURCE),
  fedora: () => 'sudo dnf install nodejs',
  rhel: (version) =>
    version >= 10 ? 'sudo dnf install nodejs' : 'sudo dnf module install nodejs:22',
  amzn: () => 'sudo dnf install nodejs22',
  alpine: () => 'apk add nodejs (Alpine 3.21 or newer)',
  arch: () => 'sudo pacman -S nodejs',
  suse: () => 'sudo zypper install nodejs22',
};

const lack = oldNode() || fewFiles() || noFolder();
if (lack === undefined) {
  void import('./command.js');
} else {
  process.stderr.write(`signals-trace: ${lack[0]}\n  ${lack[1]}\n`);
  process.exitCode = EXIT_STATUS;
}

/** The fault, and the way to mend it. */
type Lack = readonly [string, string];

function oldNode(): Lack | undefined {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  const found = `Node.js ${process.versions.node} is too old: ${NEEDED.join('.')} or newer is needed`;
  return [found, installs()];
}

/** Node.js has raised its limit as far as it may. */
function fewFiles(): Lack | undefined {
  const limit = /^Max open files +(\d+)/m.exec(textOf('/proc/self/limits'));
  if (limit === null || Number(limit[1]) >= FILES) return undefined;
  return [
    `only ${String(limit[1])} files may be open at once, and ${FILES} are needed`,
    'raise the limit: ulimit -n 1024',
  ];
}

function noFolder(): Lack | undefined {
  try {
    process.cwd();
    return undefined;
  } catch {
    return ['the working directory is gone', 'go to another one: cd /'];
  }
}

/** Returns the command to type on this distribution. */
function installs(): string {
  const release = osRelease();
  const ids = [release['ID'] || '', ...(release['ID_LIKE'] || '').split(' ')];
  const id = ids.find((id) => Object.keys(INSTALLS).indexOf(id) >= 0);
  const install = id === undefined ? undefined : INSTALLS[id];
  if (install === undefined) return 'install it: see https://nodejs.org/en/download';
  // Derivatives number their versions in their own way, except RHEL's: the oldest way is right for them.
  const version = id === release['ID'] || id === 'rhel' ? Number(release['VERSION_ID']) : 0;
  const root = process.getuid !== undefined && process.getuid() === 0;
  const typed = root ? install(version).replace(/sudo /g, '') : install(version);
  return `on ${release['PRETTY_NAME'] || String(id)}: ${typed}`;
}

function osRelease(): Record<string, string> {
  const release: Record<string, string> = {};
  for (const line of textOf('/etc/os-release').split('\n')) {
    const match = /^([A-Z_]+)=["']?(.*?)["']?$/.exec(line);
    if (match !== null) release[match[1] as string] = match[2] as string;
  }
  return release;
}

/** The text of a file; none where it cannot be read. */
function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
