import { existsSync, readFileSync, statSync } from 'node:fs';

const REMEMBERED = 4096;
const REMEMBERED_MS = 1000;

/** What /proc says of a process while it lives; undefined where it has gone. */
export interface Proc {
  /** Arguments joined by blanks; empty for kernel threads. */
  commandLine(pid: number): string | undefined;
  comm(pid: number): string | undefined;
  /** The process that a thread, or a process itself, belongs to. */
  processOf(tid: number): number | undefined;
  owner(pid: number): number | undefined;
  hasThread(pid: number, tid: number): boolean;
}

/** Reads /proc; command lines are remembered for a second, of a bounded number of processes. */
export class LiveProc implements Proc {
  readonly #commandLines = new Map<number, { text: string | undefined; until: number }>();

  commandLine(pid: number): string | undefined {
    const now = Date.now();
    const known = this.#commandLines.get(pid);
    if (known !== undefined && now < known.until) return known.text;
    if (this.#commandLines.size >= REMEMBERED) this.#commandLines.clear();
    const text = readCommandLine(pid);
    this.#commandLines.set(pid, { text, until: now + REMEMBERED_MS });
    return text;
  }

  comm(pid: number): string | undefined {
    return read(`/proc/${pid}/comm`)?.slice(0, -1);
  }

  processOf(tid: number): number | undefined {
    const tgid = /^Tgid:\s+(\d+)$/m.exec(read(`/proc/${tid}/status`) ?? '')?.[1];
    return tgid === undefined ? undefined : Number(tgid);
  }

  owner(pid: number): number | undefined {
    return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
  }

  hasThread(pid: number, tid: number): boolean {
    return pid === tid || existsSync(`/proc/${pid}/task/${tid}`);
  }
}

function readCommandLine(pid: number): string | undefined {
  return read(`/proc/${pid}/cmdline`)?.replace(/\0+$/, '').replaceAll('\0', ' ');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
