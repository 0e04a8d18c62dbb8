import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import type { Test } from 'tap';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_COPIED = ['node_modules', 'dist', '.git', '.tap'];
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** The package as a stranger gets it. */
export interface Installed {
  /** A copy of this checkout, whose dist/ nobody else runs from. */
  readonly checkout: string;
  /** Its tarball, in a folder with its checksums, as a release has them. */
  readonly tarball: string;
  /** A folder far from the checkout that holds nothing but the package, installed by npm. */
  readonly folder: string;
  /** The package therein. */
  readonly home: string;
}

/** What GitHub says of the repository of a release. */
export const GITHUB = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'owner/name',
};

/** Packs a copy of the checkout and installs it; says why where npm's registry can't be reached. */
export async function install(t: Test): Promise<Installed | string> {
  const temporary = mkdtempSync(join(tmpdir(), 'signals-trace-'));
  t.teardown(() => {
    rmSync(temporary, { recursive: true, force: true });
  });
  const checkout = join(temporary, 'checkout');
  copyCheckout(checkout);
  const folder = join(temporary, 'stranger');
  mkdirSync(folder);
  const packed = join(temporary, 'packed');
  await execa(join(checkout, 'scripts/release'), ['pack', packed], {
    ...STRANGER,
    env: { ...STRANGER.env, ...GITHUB },
  });
  // tap, which the copy shares, is built for the same settings.
  utimesSync(join(checkout, 'package.json'), 0, 0);
  const tarball = readdirSync(packed).find((name) => name.endsWith('.tgz')) ?? 'no tarball';
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const how = [
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
  ];
  const { failed, stderr } = await execa('npm', ['install', ...how, join(packed, tarball)], {
    cwd: folder,
    ...STRANGER,
    reject: false,
  });
  const [unreachable] = UNREACHABLE.exec(stderr) ?? [];
  if (failed && unreachable !== undefined) return `npm's registry can't be reached: ${unreachable}`;
  if (failed) throw new Error(`npm install: ${stderr}`);
  return {
    checkout,
    tarball: join(packed, tarball),
    folder,
    home: join(folder, 'node_modules', 'signals-trace'),
  };
}

/** Options for a command that is to run as in a stranger's shell: without what npm and tap add. */
export const STRANGER = {
  extendEnv: false,
  env: {
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(NODE_OPTIONS$|TAP|_TAPJS|npm_(?!config_registry$))/.test(name),
      ),
    ),
    // What npm has to say of the user's own settings and of newer npms is not about us.
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
  },
} as const;

function copyCheckout(to: string): void {
  cpSync(ROOT, to, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !NOT_COPIED.includes(basename(path)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(to, 'node_modules'));
  // scripts/trace is not to install anew into the link.
  utimesSync(join(to, 'package-lock.json'), 0, 0);
}
