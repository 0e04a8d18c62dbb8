// execa takes about as long to load as bpftrace to answer: Node's own means serve here.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

import { deadline } from '../deadline.js';

const PATIENCE_MS = 30_000;
/** bpftrace prints less about itself. */
const ANSWER_CHARS = 64 * 1024;

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no answer, in one line. undefined if there is one. */
  readonly failure: string | undefined;
}

/**
 * Asks bpftrace a question that it answers at once. Never throws, and leaves no process behind.
 *
 * @param holds whether Node waits for the answer before it exits
 */
export async function ask(
  bpftrace: string,
  question: '--version' | '--info',
  holds = true,
): Promise<Answer> {
  const said = { stdout: '', stderr: '' };
  let isCut = false;
  const failure = await new Promise<string | undefined>((resolve, reject) => {
    // In a group of its own: the children of a script end with it.
    const child: ChildProcess = spawn(bpftrace, [question], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (piece: string) => {
        said[name] = (said[name] + piece).slice(0, ANSWER_CHARS);
        if (said[name].length < ANSWER_CHARS) return;
        isCut = true;
        end(child.pid);
      });
    }
    const patience = deadline(PATIENCE_MS, () => {
      end(child.pid);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(`it did not end within ${PATIENCE_MS / 1000} s`);
    });
    if (!holds) {
      const pipes = [child.stdout, child.stderr] as (Socket | null)[];
      for (const handle of [child, patience, ...pipes]) handle?.unref();
    }
    child.on('error', (error) => {
      patience.clear();
      reject(error);
    });
    child.on('close', (status, signal) => {
      patience.clear();
      const [firstLine] = said.stderr.trim().split('\n');
      const how = signal ?? `exit status ${status ?? 'unknown'}`;
      resolve(status === 0 || isCut ? undefined : firstLine || how);
    });
  }).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  const [stdout = '', stderr = ''] = [said.stdout, said.stderr].map((text) =>
    text.replace(/\n$/, ''),
  );
  return { stdout, stderr, failure };
}

function end(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // The process has ended by itself.
  }
}
