import type { Readable } from 'node:stream';

import type { Test } from 'tap';

import type { TraceRecord } from '../../src/records/records.js';
import { until } from './until.js';

/** The records so far of a trace that writes to a pipe of this process. */
export interface PipedTrace {
  readonly records: () => TraceRecord[];
  /** The first record of this type, waited for. */
  readonly first: (type: TraceRecord['type']) => Promise<TraceRecord>;
}

/** Reads a trace that was started with --json; it is ended by the signal when the test is over. */
export function piped(
  t: Test,
  trace: PromiseLike<unknown> & {
    readonly stdout: Readable;
    kill(signal: NodeJS.Signals): boolean;
  },
  signal: NodeJS.Signals,
): PipedTrace {
  let written = '';
  trace.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  t.teardown(async () => {
    trace.kill(signal);
    await trace;
  });
  const records = () =>
    written
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as TraceRecord);
  return {
    records,
    first: (type) =>
      until(
        () => records().find((record) => record.type === type),
        () => `it says no more than ${written}`,
      ),
  };
}
