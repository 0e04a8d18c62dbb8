// execa takes about as long to load as bpftrace to answer: Node's own means serve here.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

import { deadline } from '../deadline.js';

/** Programs print less about themselves. */
const OUTPUT_CHARS = 64 * 1024;

export interface BriefRunOptions {
  /** How long it may run. */
  readonly patienceMs: number;
  /** Node waits for its end before it exits. */
  readonly holds?: boolean;
  /** It stays in Node's session, and so keeps the terminal; its children may outlive it. */
  readonly keepsTerminal?: boolean;
}

export interface BriefRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly end:
    | { readonly kind: 'exited'; readonly status: number }
    | { readonly kind: 'died'; readonly signal: string }
    /** It printed more than is kept, and was killed. */
    | { readonly kind: 'cut' }
    | { readonly kind: 'too late' }
    | { readonly kind: 'not started'; readonly code: string | undefined };
}

/** Runs a program that ends at once. Never throws, and never waits longer than asked. */
export async function runBriefly(
  program: string,
  args: readonly string[],
  { patienceMs, holds = true, keepsTerminal = false }: BriefRunOptions,
): Promise<BriefRun> {
  const said = { stdout: '', stderr: '' };
  let isCut = false;
  const end = await new Promise<BriefRun['end']>((resolve) => {
    // In a group of its own: the children of a script end with it.
    const child: ChildProcess = spawn(program, args, {
      detached: !keepsTerminal,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const pipes = [child.stdout, child.stderr] as (Socket | null)[];
    const kill = () => {
      if (child.pid !== undefined) killQuietly(keepsTerminal ? child.pid : -child.pid);
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (piece: string) => {
        said[name] = (said[name] + piece).slice(0, OUTPUT_CHARS);
        if (said[name].length < OUTPUT_CHARS) return;
        isCut = true;
        kill();
      });
    }
    // It may survive SIGKILL, as sudo does that belongs to root: nobody waits for it any more.
    const patience = deadline(patienceMs, () => {
      kill();
      for (const pipe of pipes) pipe?.destroy();
      child.unref();
      resolve({ kind: 'too late' });
    });
    if (!holds) for (const handle of [child, patience, ...pipes]) handle?.unref();
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      patience.clear();
      resolve({ kind: 'not started', code });
    });
    child.on('close', (status, signal) => {
      patience.clear();
      if (isCut) resolve({ kind: 'cut' });
      else if (status === null) resolve({ kind: 'died', signal: signal ?? 'an unknown signal' });
      else resolve({ kind: 'exited', status });
    });
    // Node throws what it does not expect of a start, such as ENOEXEC and ENOMEM.
  }).catch((error: unknown): BriefRun['end'] => ({
    kind: 'not started',
    code: (error as NodeJS.ErrnoException).code,
  }));
  const [stdout = '', stderr = ''] = [said.stdout, said.stderr].map((text) =>
    text.replace(/\n$/, ''),
  );
  return { stdout, stderr, end };
}

function killQuietly(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // The process has ended by itself, or belongs to another user.
  }
}
