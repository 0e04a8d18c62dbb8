import { execa } from 'execa';
import type { Test } from 'tap';

import { STRANGER } from './installed.js';

/** A Node.js of this version, from npm's registry; undefined for a processor that it has none for. */
export async function olderNode(t: Test, version: string): Promise<string | undefined> {
  if (process.arch !== 'x64' && process.arch !== 'arm64') return undefined;
  const folder = t.testdir();
  const spec = `node-linux-${process.arch}@${version}`;
  const { stdout } = await execa('npm', ['pack', '--silent', spec], { cwd: folder, ...STRANGER });
  await execa('tar', ['-xzf', stdout.trim(), 'package/bin/node'], { cwd: folder });
  return `${folder}/package/bin/node`;
}
