import { existsSync } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import type { Host } from '../host/host.js';
import { type Channel, openChannel } from './channel.js';
import { atLeast, type Bpftrace } from './find.js';
import { type Command, WRAPPER, WRAPPER_PREFIX } from './wrapper.js';

const MAP_KEYS = 16_384;
const RING_PAGE_BYTES = 4096;
/** Enough for bpftrace's own words on any failure. */
const LAST_WORDS = 40;
/** Functions that programs have probes on, for a bpftrace that asks for such a list. */
const FUNCTIONS = fileURLToPath(new URL('../../probes/functions', import.meta.url));
/** The types of the kernel (BTF), as it shows them itself. */
const TYPES = '/sys/kernel/btf/vmlinux';
/** bpftrace, or what holds its output open, may not even die of a kill: so long it is waited for. */
const KILL_MS = 3000;
/** How soon bpftrace is to be gone once its output has ended, and how often that is looked at. */
const ENDING_MS = 2000;
const OVER_EVERY_MS = 20;

export interface LaunchOptions {
  readonly bpftrace: Bpftrace;
  readonly program: string;
  /** It has probes on functions of the kernel. */
  readonly functions?: boolean;
  /** BPFTRACE_PERF_RB_PAGES. */
  readonly bufferPages: number;
  /** Run it by sudo. */
  readonly sudo: boolean;
  /** Called with the sum of the kernel's recursion_misses, null where it doesn't count them. */
  readonly onSkips: (skips: number | null) => void;
}

/** How a run of bpftrace ended. */
export interface Ending {
  /** As a shell gives it: 128 and more is death by a signal; undefined where nothing ran. */
  readonly status: number | undefined;
  /** The last lines that it wrote to stderr. */
  readonly stderrTail: readonly string[];
  /** It had to be killed before it began to trace. */
  readonly hung?: boolean;
  /** It was stopped since the host had slept. */
  readonly slept?: boolean;
}

/** A bpftrace that runs, or tries to. */
export interface Run {
  /** What it writes to stdout; ends when it has ended. */
  readonly output: Readable;
  send(word: Command): void;
  readonly ended: Promise<Ending>;
}

/** What bpftrace is to find in its environment, NAME=VALUE each. */
export function environment(bpftrace: Bpftrace, bufferPages: number, functions = false): string[] {
  return [
    // What can be traced the kernel decides: its own list is in tracefs, and in lockdown hidden.
    ...(functions ? [`BPFTRACE_AVAILABLE_FUNCTIONS_TEST=${FUNCTIONS}`] : []),
    // 0.17 asks the kernel for types by their id, which Linux 5.10 has none of, and which takes CAP_SYS_ADMIN.
    ...(asksById(bpftrace) && existsSync(TYPES) ? [`BPFTRACE_BTF=${TYPES}`] : []),
    'LC_ALL=C',
    `BPFTRACE_PERF_RB_PAGES=${bufferPages}`,
    // A str() argument reserves this much for each event.
    'BPFTRACE_MAX_STRLEN=64',
    // Processes that signals are for, until they end. The name changed in 0.20.
    `BPFTRACE_${atLeast(bpftrace, 20) ? 'MAX_MAP_KEYS' : 'MAP_KEYS_MAX'}=${MAP_KEYS}`,
  ];
}

/** The page that BPFTRACE_PERF_RB_PAGES counts: perf buffers, up to 0.18, are made of the host's. */
export function bufferPageBytes(bpftrace: Bpftrace, host: Pick<Host, 'pageBytes'>): number {
  return atLeast(bpftrace, 19) ? RING_PAGE_BYTES : host.pageBytes;
}

function asksById(bpftrace: Bpftrace): boolean {
  return atLeast(bpftrace, 12) && !atLeast(bpftrace, 20);
}

/** What keeps it from warning, where it does. */
export function quiet(bpftrace: Bpftrace): string[] {
  return atLeast(bpftrace, 12) ? ['--no-warnings'] : [];
}

/** Starts bpftrace under its keeper. Never throws: what fails is told by the ending. */
export function launch(options: LaunchOptions): Run {
  const { bpftrace, program, functions = false, bufferPages, sudo, onSkips } = options;
  const traceable = functions && atLeast(bpftrace, 25) ? ['--traceable-functions', FUNCTIONS] : [];
  const command = [bpftrace.path, ...quiet(bpftrace), ...traceable, '-f', 'json', '-e', program];
  let channel: Channel;
  try {
    channel = openChannel();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failedRun(`no pipe for its output: ${why.split('\n')[0] ?? ''}`);
  }
  const descriptor = sudo ? String(channel.writeEnd) : '-';
  const keeper = ['sh', '-c', WRAPPER, 'sh', String(process.pid), descriptor, ...command];
  const child = execa(
    sudo ? 'sudo' : 'env',
    [...(sudo ? ['--', 'env'] : []), ...environment(bpftrace, bufferPages, functions), ...keeper],
    {
      buffer: false,
      cleanup: false,
      // sudo asks for a password at the terminal, which it would lose in another session.
      detached: !sudo,
      encoding: 'buffer',
      reject: false,
      stdin: 'pipe',
      // Any descriptor will do; the types name only these.
      stdout: sudo ? 'ignore' : (channel.writeEnd as 3),
      stderr: 'pipe',
    },
  );
  const { output } = channel;
  let sealed = false;
  const seal = () => {
    if (!sealed) channel.sealed();
    sealed = true;
  };
  // Under sudo, the keeper opens it anew, and says when it has.
  if (sudo) child.on('exit', seal).on('error', seal);
  else seal();
  const stderrTail: string[] = [];
  let skips: number | null = null;
  eachLine(child.stderr, (line) => {
    if (line.startsWith(WRAPPER_PREFIX)) {
      if (line.endsWith(' open')) seal();
      const [, count] = /skips (\d+|-)/.exec(line) ?? [];
      // Where bpftrace is just ending, there is nothing left to be read.
      if (count !== undefined) onSkips((skips = count === '-' ? skips : Number(count)));
      return;
    }
    stderrTail.push(line);
    if (stderrTail.length > LAST_WORDS) stderrTail.shift();
  });
  // The keeper may be gone already; its exit says so.
  child.stdin.on('error', () => undefined);
  let letGo: () => void = () => undefined;
  const abandoned = new Promise<Ending>((resolve) => {
    letGo = () => {
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
  const say = (word: Command): void => {
    if (word === 'kill') setTimeout(letGo, KILL_MS).unref();
    if (child.stdin.writable) child.stdin.write(`${word}\n`);
  };
  let gone = false;
  let again: NodeJS.Timeout | undefined;
  let enough: NodeJS.Timeout | undefined;
  output.on('end', () => {
    if (gone) return;
    say('over');
    // It is about to end; what has only closed its output is of no use to anybody.
    again = setInterval(say, OVER_EVERY_MS, 'over').unref();
    enough = setTimeout(() => {
      stderrTail.push('(it had closed its output, and did not end)');
      say('kill');
    }, ENDING_MS).unref();
  });
  void child.then(() => {
    gone = true;
    clearInterval(again);
    clearTimeout(enough);
  });
  // Without its keeper bpftrace is to end as well: a closed pipe does that at the next tick.
  child.on('exit', () => setTimeout(() => output.destroy(), 1000).unref());
  return { output, send: say, ended: Promise.race([ending(child, stderrTail), abandoned]) };
}

/** A run that came to nothing. */
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
  lastWords: readonly string[],
): Promise<Ending> {
  const { exitCode, code, originalMessage } = await child;
  const words = code === undefined ? lastWords : [...lastWords, originalMessage ?? code];
  return { status: exitCode, stderrTail: words };
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('latin1');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-10_000);
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
