import { PassThrough, type Readable } from 'node:stream';

import { execa } from 'execa';

import { type Deadline, deadline } from '../deadline.js';
import { type Channel, openChannel } from './channel.js';
import { assignments, environment, FUNCTIONS, quiet } from './environment.js';
import { atLeast, type Bpftrace } from './find.js';
import { LineSplitter } from './line-splitter.js';
import { type Command, PROGRAM_PATH, WRAPPER, WRAPPER_PREFIX } from './wrapper.js';

/** Holds what bpftrace writes to stderr on any failure. */
const TAIL_LINES = 40;
const LINE_CHARS = 10_000;
/** bpftrace, or another process that holds its output open, may survive even SIGKILL: wait no longer. */
const KILL_MS = 3000;
/**
 * bpftrace must exit this soon after its output ends: on a slow host the kernel takes seconds to let
 * go of its probes. The wrapper is asked this often.
 */
const ENDING_MS = 5000;
const OVER_EVERY_MS = 20;
/** bpftrace notices a closed pipe at its next tick. */
const NEXT_TICK_MS = 1000;

export interface LaunchOptions {
  readonly bpftrace: Bpftrace;
  readonly program: string;
  /** The kernel's types (BTF) that the program uses; without them bpftrace reads all. */
  readonly types?: Uint8Array | undefined;
  /** The program has probes on kernel functions. */
  readonly functions?: boolean;
  /** BPFTRACE_PERF_RB_PAGES. */
  readonly bufferPages: number;
  /** Run bpftrace by sudo. */
  readonly sudo: boolean;
  /** Called with the kernel's recursion_misses, null if the kernel has none. */
  readonly onSkips: (skips: SkippedRuns | null) => void;
}

/** How many runs of the programs the kernel skipped. */
export interface SkippedRuns {
  /** Runs on tracepoints and kprobes: all programs of one are skipped together. */
  readonly together: number;
  /** Runs elsewhere: each is skipped alone. */
  readonly alone: number;
}

/** How a run of bpftrace ended. */
export interface Ending {
  /** A shell's exit status: 128 and more is death by a signal. undefined if nothing ran. */
  readonly status: number | undefined;
  /** The last lines of stderr. */
  readonly stderrTail: readonly string[];
  /** It was killed before it began to trace. */
  readonly hung?: boolean;
  /** It was stopped because the host had slept. */
  readonly slept?: boolean;
}

/** A bpftrace that runs or tries to. */
export interface Run {
  /** bpftrace's stdout; ends when bpftrace has ended. */
  readonly output: Readable;
  send(command: Command): void;
  readonly ended: Promise<Ending>;
}

/** Starts bpftrace under its wrapper. Never throws: `ended` reports failures. */
export function launch(options: LaunchOptions): Run {
  let channel: Channel;
  try {
    channel = openChannel(options.program, options.types);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failedRun(`no pipe for bpftrace: ${why.split('\n')[0] ?? ''}`);
  }
  const { output } = channel;
  const child = startWrapper(options, channel);
  let isSealed = false;
  const seal = () => {
    if (!isSealed) channel.sealed();
    isSealed = true;
  };
  // Under sudo the wrapper opens the descriptors anew, and reports that it has.
  if (options.sudo) child.on('exit', seal).on('error', seal);
  else seal();
  const stderrTail: string[] = [];
  eachLine(child.stderr, (line) => {
    if (line.startsWith(WRAPPER_PREFIX)) {
      if (line.endsWith(' open')) seal();
      onSkipsLine(line);
      return;
    }
    stderrTail.push(line.replaceAll(PROGRAM_PATH, 'program'));
    if (stderrTail.length > TAIL_LINES) stderrTail.shift();
  });
  let skips: SkippedRuns | null = null;
  const onSkipsLine = (line: string) => {
    const [isTold, together, alone] = / skips (?:(\d+) (\d+))?/.exec(line) ?? [];
    // A bpftrace that is ending has nothing to read: the last count stands.
    if (together !== undefined) {
      skips = { together: Number(together), alone: Number(alone) };
    }
    if (isTold !== undefined) options.onSkips(skips);
  };
  // The wrapper may be gone already; its exit reports that.
  child.stdin.on('error', () => undefined);
  const waits: Deadline[] = [];
  let abandon: () => void = () => undefined;
  const abandoned = new Promise<Ending>((resolve) => {
    abandon = () => {
      output.destroy();
      child.stdin.destroy();
      child.stderr.destroy();
      child.unref();
      resolve({
        status: 137,
        stderrTail: [...stderrTail, '(its output stayed open all the same)'],
      });
    };
  });
  let gone = false;
  const send = (command: Command): void => {
    if (command === 'kill' && !gone) {
      if (!isSealed)
        stderrTail.push('(sudo had not started it; see what it waits for: sudo env true)');
      waits.push(deadline(KILL_MS, abandon));
    }
    if (child.stdin.writable) child.stdin.write(`${command}\n`);
  };
  let poll: NodeJS.Timeout | undefined;
  output.on('end', () => {
    if (gone) return;
    send('over');
    // bpftrace is about to exit. One that only closed its output is of no use.
    poll = setInterval(send, OVER_EVERY_MS, 'over').unref();
    waits.push(
      deadline(ENDING_MS, () => {
        stderrTail.push('(it had closed its output, and did not end)');
        send('kill');
      }),
    );
  });
  void child.then(() => {
    gone = true;
    clearInterval(poll);
    for (const wait of waits) wait.clear();
  });
  // Without its wrapper bpftrace must end as well: a closed pipe ends it.
  child.on('exit', () => setTimeout(() => output.destroy(), NEXT_TICK_MS).unref());
  return { output, send, ended: Promise.race([ending(child, stderrTail), abandoned]) };
}

function startWrapper(options: LaunchOptions, { writeEnd, program, types }: Channel) {
  const { bpftrace, functions = false, bufferPages, sudo } = options;
  const traceable = functions && atLeast(bpftrace, 25) ? ['--traceable-functions', FUNCTIONS] : [];
  // The wrapper adds the program's path: no process has the program in its arguments.
  const command = [bpftrace.path, ...quiet(bpftrace), ...traceable, '-f', 'json'];
  // The wrapper inherits them as 1, 3 and 4, or opens them anew under sudo.
  const descriptors = [writeEnd, program, types].map((fd) =>
    fd === undefined ? '' : sudo ? String(fd) : '-',
  );
  const wrapper = ['-c', WRAPPER, 'sh', String(process.pid), ...descriptors, ...command];
  const env = environment(bpftrace, bufferPages, functions);
  return execa(
    sudo ? 'sudo' : 'sh',
    // sudo passes no environment on.
    sudo ? ['--', 'env', ...assignments(env), 'sh', ...wrapper] : wrapper,
    {
      env,
      buffer: false,
      cleanup: false,
      // sudo asks for a password at the terminal, and would lose the terminal in another session.
      detached: !sudo,
      encoding: 'buffer',
      reject: false,
      // The types allow fixed numbers only; any descriptor works.
      stdio: sudo
        ? ['pipe', 'ignore', 'pipe']
        : [
            'pipe',
            writeEnd as 3,
            'pipe',
            program as 3,
            ...(types === undefined ? [] : [types as 3]),
          ],
    },
  );
}

/** A run that never started. */
function failedRun(why: string): Run {
  return {
    output: new PassThrough().end(),
    send: () => undefined,
    ended: Promise.resolve({ status: undefined, stderrTail: [why] }),
  };
}

async function ending(
  child: PromiseLike<{
    exitCode?: number | undefined;
    code?: string | undefined;
    originalMessage?: string | undefined;
  }>,
  stderrTail: readonly string[],
): Promise<Ending> {
  const { exitCode, code, originalMessage } = await child;
  const tail = code === undefined ? stderrTail : [...stderrTail, originalMessage ?? code];
  return { status: exitCode, stderrTail: tail };
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  const splitter = new LineSplitter(LINE_CHARS);
  stream.setEncoding('latin1');
  stream.on('data', (piece: string) => {
    splitter.push(piece).forEach(onLine);
  });
  stream.on('end', () => {
    if (splitter.rest !== '') onLine(splitter.rest);
  });
}
