import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, type Readable } from 'node:stream';

import { execaSync } from 'execa';

/** Holds what bpftrace writes in a few ms. */
const READ_BYTES = 64 * 1024;
/** After a read that brought little, the next read waits this long. */
const REST_MS = 3;
/** No more than a tick: nothing happens that would be worth a rest. */
const TICK_BYTES = 200;

/** The descriptors that join Node and bpftrace: its program on the way in, its output on the way out. */
export interface Channel {
  /** The program, in a file without a name. The subprocess opens it anew or inherits it. */
  readonly program: number;
  /** The kernel's types for it, in such a file too; undefined where bpftrace reads them all. */
  readonly types: number | undefined;
  /** The subprocess's stdout. */
  readonly writeEnd: number;
  readonly output: Readable;
  /** Closes these descriptors. Call it as soon as the subprocess has its own. */
  sealed(): void;
}

/**
 * Opens a pipe that is read in large pieces. bpftrace flushes each line, and Node would wake up for
 * each line. A rest after a short read lets many lines share one wake-up; every signal waits longer
 * than 3 ms for the next tick anyway. Node's own pipes have no such rest, a named pipe can have it.
 *
 * No file stays behind: they lose their names before this returns.
 *
 * Throws if no folder for temporary files is writable.
 */
export function openChannel(program: string, types?: Uint8Array): Channel {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signals-trace-'));
  const opened: number[] = [];
  const open = (file: string, flags: number | string) => {
    const fd = openSync(path.join(folder, file), flags, 0o600);
    opened.push(fd);
    return fd;
  };
  const filled = (file: string, content: string | Uint8Array) => {
    const fd = open(file, 'wx+');
    writeFileSync(fd, content);
    return fd;
  };
  try {
    execaSync('mkfifo', ['-m', '600', path.join(folder, 'out')]);
    const text = filled('program.bt', program);
    const kernelTypes = types && filled('types.btf', types);
    // In this order neither open waits for the other.
    const readEnd = open('out', constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = open('out', constants.O_WRONLY);
    return {
      program: text,
      types: kernelTypes,
      writeEnd,
      output: readInPieces(readEnd),
      sealed: () => {
        closeSync(writeEnd);
        closeSync(text);
        if (kernelTypes !== undefined) closeSync(kernelTypes);
      },
    };
  } catch (error) {
    opened.forEach((fd) => {
      closeSync(fd);
    });
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readInPieces(fd: number): Readable {
  const output = new PassThrough({ highWaterMark: READ_BYTES });
  // The types lack `onread` here: Node documents it for connections, and every socket has it.
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
        else if (size > TICK_BYTES && size < READ_BYTES / 2) setTimeout(goOn, REST_MS);
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
