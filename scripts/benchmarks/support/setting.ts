import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Captured } from './capture.js';
import { captureStorm } from './capture.js';
import { captureLives, type Lives } from './lives.js';

/** What the measurements share. */
export interface Setting {
  /** For what is too large to hold; goes with this process. */
  readonly folder: string;
  /** In a burst of storm. */
  readonly signals: number;
  readonly long: boolean;
  /** Real records of a storm, captured when they are first asked for. */
  captured(): Promise<Captured>;
  /** Short-lived processes, captured when they are first asked for. */
  lives(): Promise<Lives>;
}

export function makeSetting(asked: { signals: number; long: boolean }): Setting {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signals-trace-bench-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  let captured: Promise<Captured> | undefined;
  let lives: Promise<Lives> | undefined;
  return {
    ...asked,
    folder,
    captured: () => (captured ??= captureStorm(folder)),
    lives: () => (lives ??= captureLives(folder)),
  };
}
