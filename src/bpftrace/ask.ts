import { execa } from 'execa';

const PATIENCE_MS = 10_000;
/** More than bpftrace says of itself. */
const ANSWER_BYTES = 64 * 1024;

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not answer: in one line, undefined where it did. */
  readonly failure: string | undefined;
}

/** Asks bpftrace what it answers at once. Never throws, and leaves nothing of it behind. */
export async function ask(bpftrace: string, question: '--version' | '--info'): Promise<Answer> {
  const child = execa(bpftrace, [question], {
    reject: false,
    stdin: 'ignore',
    maxBuffer: ANSWER_BYTES,
    // With a group of its own, so that what a script has started ends with it.
    detached: true,
  });
  const late = AbortSignal.timeout(PATIENCE_MS);
  const giveUp = () => {
    end(child.pid);
    child.stdout.destroy();
    child.stderr.destroy();
  };
  late.addEventListener('abort', giveUp);
  const { stdout, stderr, failed, exitCode, signal, originalMessage, isMaxBuffer } = await child;
  late.removeEventListener('abort', giveUp);
  if (isMaxBuffer) end(child.pid);
  const said = { stdout, stderr };
  if (late.aborted) return { ...said, failure: `it did not end within ${PATIENCE_MS / 1000} s` };
  if (!failed || isMaxBuffer) return { ...said, failure: undefined };
  const [complaint] = stderr.trim().split('\n');
  const how =
    exitCode === undefined ? (signal ?? originalMessage ?? 'it failed') : `exit status ${exitCode}`;
  return { ...said, failure: complaint || how };
}

function end(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
