import { pipeline, type Readable, type TransformOptions } from 'node:stream';

import split2 from 'split2';

/** Longer than any line of bpftrace's that we ask for. */
const LONGEST_LINE = 1024 * 1024;

const SPLIT: TransformOptions & { maxLength: number; skipOverflow: boolean } = {
  // Text goes in as it is: split2 itself would read bytes as UTF-8.
  decodeStrings: false,
  maxLength: LONGEST_LINE,
  skipOverflow: true,
};

/** A flow of lines that can be held up. */
export interface Lines {
  pause(): void;
  resume(): void;
  readonly ended: Promise<void>;
}

/**
 * Cuts a stream of bytes into lines, one character a byte, and hands on what one read brought
 * together. The last line counts too when nothing ends it.
 */
export function readLines(source: Readable, onLines: (lines: string[]) => void): Lines {
  source.setEncoding('latin1');
  const splitter = split2('\n', SPLIT);
  let batch: string[] = [];
  const deliver = () => {
    const lines = batch;
    batch = [];
    if (lines.length > 0) onLines(lines);
  };
  splitter.on('data', (line: string) => {
    if (batch.push(line) === 1) setImmediate(deliver);
  });
  const ended = new Promise<void>((resolve) => {
    // A source that breaks off has ended too: why, its process tells.
    pipeline(source, splitter, () => {
      deliver();
      resolve();
    });
  });
  return {
    pause: () => splitter.pause(),
    resume: () => splitter.resume(),
    ended,
  };
}
