import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';

import { execaSync } from 'execa';

/** Holds what bpftrace writes in a few ms. */
const READ_BYTES = 64 * 1024;
/** After a read that brought little, the next one waits for more. */
const REST_MS = 3;

/** A pipe from a subprocess, and how much of it is read at once. */
export interface Channel {
  /** For the subprocess's stdio; `sealed` is to be called when it has it. */
  readonly writeEnd: number;
  readonly output: Readable;
  sealed(): void;
}

/**
 * Opens a pipe that is read at leisure. bpftrace flushes each line, and Node would wake for each: by
 * taking a rest after a short read, many lines cost one wake-up, and 3 ms are nothing beside the tick
 * that every signal waits for. Node's own pipes can't be held up so, a named one can.
 *
 * Throws where no folder for temporary files can be written to.
 */
export function openChannel(): Channel {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signals-trace-'));
  const fifo = path.join(folder, 'out');
  let readEnd: number, writeEnd: number;
  try {
    execaSync('mkfifo', ['-m', '600', fifo]);
    // In this order neither waits for the other.
    readEnd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    writeEnd = openSync(fifo, constants.O_WRONLY);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    writeEnd,
    output: readAtLeisure(readEnd),
    sealed: () => {
      closeSync(writeEnd);
    },
  };
}

function readAtLeisure(fd: number): Readable {
  const output = new PassThrough({ highWaterMark: READ_BYTES });
  // Not in the types: Node documents it for connections, and has it for every socket.
  const options: net.SocketConstructorOpts & { onread: net.OnReadOpts } = {
    fd,
    readable: true,
    writable: false,
    onread: {
      buffer: Buffer.alloc(READ_BYTES),
      callback: (size, buffer) => {
        const room = output.write(Buffer.from(buffer.subarray(0, size)));
        const goOn = () => socket.resume();
        if (!room) output.once('drain', goOn);
        else if (size < READ_BYTES / 2) setTimeout(goOn, REST_MS);
        else return true;
        // Pauses the socket.
        return false;
      },
    },
  };
  const socket = new net.Socket(options);
  socket.on('error', () => output.end());
  socket.on('end', () => output.end());
  output.on('close', () => socket.destroy());
  socket.resume();
  return output;
}
