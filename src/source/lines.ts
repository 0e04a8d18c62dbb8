import { pipeline, type Readable, Transform, type TransformOptions } from 'node:stream';

import split2 from 'split2';

/** Longer than any line of bpftrace's that we ask for. */
const LONGEST_LINE = 1024 * 1024;
// Text goes in as it is: split2 itself would read bytes as UTF-8.
const AS_TEXT: TransformOptions = { decodeStrings: false };

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
  const splitter = split2('\n', AS_TEXT);
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
    pipeline(source, endEndless(), splitter, () => {
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

/** What has no end of line is cut, for it would fill the memory. */
function endEndless(): Transform {
  let open = 0;
  return new Transform({
    ...AS_TEXT,
    encoding: 'latin1',
    transform(chunk: string, _, done) {
      const end = chunk.lastIndexOf('\n');
      open = end === -1 ? open + chunk.length : chunk.length - end - 1;
      const cut = open >= LONGEST_LINE;
      if (cut) open = 0;
      this.push(cut ? `${chunk}\n` : chunk, 'latin1');
      done();
    },
  });
}
