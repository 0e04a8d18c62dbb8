import type { Bpftrace } from '../../../src/bpftrace/find.js';
import type { Captured } from './capture.js';
import { captureStorm } from './capture.js';
import { captureLives, type Lives } from './lives.js';
import { temporaryFolder } from './temporary.js';

/** What the measurements share. */
export interface Setting {
  /** For what is too large to hold; goes with this process. */
  readonly folder: string;
  /** The one that is measured with. */
  readonly bpftrace: Bpftrace;
  /** In a burst of storm. */
  readonly signals: number;
  readonly long: boolean;
  /** Real records of a storm, captured when they are first asked for. */
  captured(): Promise<Captured>;
  /** Short-lived processes, captured when they are first asked for. */
  lives(): Promise<Lives>;
}

export function makeSetting(asked: Pick<Setting, 'bpftrace' | 'signals' | 'long'>): Setting {
  const folder = temporaryFolder();
  let captured: Promise<Captured> | undefined;
  let lives: Promise<Lives> | undefined;
  return {
    ...asked,
    folder,
    captured: () => (captured ??= captureStorm(folder)),
    lives: () => (lives ??= captureLives(folder)),
  };
}
