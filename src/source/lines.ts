import { pipeline, type Readable, Transform, type TransformOptions } from 'node:stream';

import split2 from 'split2';

/** Longer than any line that the program prints. */
const LONGEST_LINE = 1024 * 1024;
// split2 itself would read bytes as UTF-8, so text goes in.
const AS_TEXT: TransformOptions = { decodeStrings: false };

/** A flow of lines that can be paused. */
export interface Lines {
  pause(): void;
  resume(): void;
  readonly ended: Promise<void>;
}

/**
 * Cuts a stream of bytes into lines, one character a byte, and passes on what one read brought
 * together. A last line without an end counts too.
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
    // A source that breaks off has ended too; its process tells why.
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

/** Cuts a line that does not end: it would fill the memory. */
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
