import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Test } from 'tap';

import { COMMAND } from './live-trace.js';

/** A home and a PATH where `signals-trace` is this checkout's command. */
export function shellHome(t: Test): { readonly home: string; readonly path: string } {
  const home = t.testdir({ bin: {}, '.zshrc': 'PS1="$ "\n', '.bashrc': 'PS1="$ "\n' });
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(COMMAND, join(bin, 'signals-trace'));
  return { home, path: `${bin}:${process.env['PATH'] ?? ''}` };
}

/** Adds lines to a file of the home. */
export function append(home: string, file: string, lines: string): void {
  const path = join(home, file);
  writeFileSync(path, `${readFileSync(path, 'utf8')}${lines}\n`);
}
