import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../fixtures/captured/', import.meta.url);

/** The output of one version of bpftrace, and the signals sent meanwhile (scripts/capture.ts). */
export interface Captured {
  readonly bpftrace: string;
  readonly variant: 'full' | 'core';
  /** Every signal among the capture's own processes, in order; fields of a KernelSignal. */
  readonly sent: readonly { readonly what: string; readonly fields: Record<string, unknown> }[];
  /** How the processes that signals were for ended, in order. */
  readonly exits: readonly { readonly pid: number; readonly status: number }[];
  readonly bytes: Buffer;
  /** The bytes as readLines() gives them, empty lines included. */
  readonly lines: readonly string[];
}

export const CAPTURED: readonly Captured[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ndjson'))
  .map((name) => {
    const bytes = readFileSync(new URL(name, FOLDER));
    const about = readFileSync(new URL(name.replace('.ndjson', '.json'), FOLDER), 'utf8');
    const lines = bytes.toString('latin1').split('\n').slice(0, -1);
    return { ...(JSON.parse(about) as Omit<Captured, 'bytes' | 'lines'>), bytes, lines };
  });
