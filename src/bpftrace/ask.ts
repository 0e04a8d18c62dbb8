import { execa } from 'execa';

import { deadline } from '../deadline.js';

const PATIENCE_MS = 30_000;
/** bpftrace prints less about itself. */
const ANSWER_BYTES = 64 * 1024;

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no answer, in one line. undefined if there is one. */
  readonly failure: string | undefined;
}

/** Asks bpftrace a question that it answers at once. Never throws, and leaves no process behind. */
export async function ask(bpftrace: string, question: '--version' | '--info'): Promise<Answer> {
  const child = execa(bpftrace, [question], {
    reject: false,
    stdin: 'ignore',
    maxBuffer: ANSWER_BYTES,
    // In a group of its own: the children of a script end with it.
    detached: true,
  });
  const patience = deadline(PATIENCE_MS, () => {
    end(child.pid);
    child.stdout.destroy();
    child.stderr.destroy();
  });
  const { stdout, stderr, failed, exitCode, signal, originalMessage, isMaxBuffer } = await child;
  patience.clear();
  if (isMaxBuffer) end(child.pid);
  const answer = { stdout, stderr };
  if (patience.passed)
    return { ...answer, failure: `it did not end within ${PATIENCE_MS / 1000} s` };
  if (!failed || isMaxBuffer) return { ...answer, failure: undefined };
  const [firstLine] = stderr.trim().split('\n');
  const how =
    exitCode === undefined ? (signal ?? originalMessage ?? 'it failed') : `exit status ${exitCode}`;
  return { ...answer, failure: firstLine || how };
}

function end(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // The process has ended by itself.
  }
}
