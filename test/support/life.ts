import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { execa, execaSync, type Options } from 'execa';
import type { Test } from 'tap';

import type { TraceRecord } from '../../src/records/records.js';
import { until } from './until.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url));

/** The reason why nothing can be traced here, for `skip`; false where tracing works. */
export function untraceable(): string | false {
  if (process.geteuid?.() !== 0) return 'needs root';
  return has('bpftrace') ? false : 'needs bpftrace';
}

export function has(command: string): boolean {
  return (
    execaSync('sh', ['-c', 'command -v "$1"', 'sh', command], { reject: false }).exitCode === 0
  );
}

/** A process that can't be mistaken for a later one of the same pid. */
export interface Life {
  readonly pid: number;
  readonly command: string;
  readonly alive: () => boolean;
}

/** All descendants of a process. */
export function descendants(pid: number): Life[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = all.map(Number).filter((child) => stat(child)?.parent === pid);
  return children.flatMap((child) => [life(child), ...descendants(child)]);
}

export function life(pid: number): Life {
  const started = stat(pid)?.started;
  return {
    pid,
    command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
    alive: () => started !== undefined && stat(pid)?.started === started,
  };
}

/** The other processes than this one whose arguments hold a text. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => read(`/proc/${name}/cmdline`).replaceAll('\0', ' '))
    .filter((command) => command.includes(text));
}

/** A zombie counts as gone. */
function stat(pid: number): { parent: number; started: string } | undefined {
  const [state, parent, ...rest] = read(`/proc/${pid}/stat`).replace(/.*\) /s, '').split(' ');
  const started = rest[17];
  if (state === 'Z' || started === undefined) return undefined;
  return { parent: Number(parent), started };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A tracer that runs: the built command, its records, its family. */
export interface Tracer {
  readonly pid: number;
  readonly records: readonly TraceRecord[];
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: () => string;
  /** Waits for a record of this type, the `nth`. */
  readonly saw: <T extends TraceRecord['type']>(
    type: T,
    nth?: number,
  ) => Promise<TraceRecord & { type: T }>;
  /** The wrapper's shell, bpftrace and what else it has started. */
  readonly family: () => Life[];
  readonly bpftrace: () => Promise<Life>;
  readonly wrapper: () => Promise<Life>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Its exit; fails where it does not end. */
  readonly ended: (
    seconds?: number,
  ) => Promise<{ exitCode: number | undefined; signal: string | undefined }>;
}

export interface TracerOptions {
  /** Put before `node dist/bin.cjs`. */
  readonly prefix?: readonly string[];
  readonly env?: Record<string, string>;
  readonly stdout?: Options['stdout'];
}

/** Starts `signals-trace` with the arguments; when the test ends, so does all of it. */
export function tracer(t: Test, args: readonly string[], options: TracerOptions = {}): Tracer {
  // Without what tap adds to the Node processes that its tests start.
  const clean = ['-u', 'NODE_OPTIONS', ...(options.prefix ?? []), process.execPath];
  const child = execa('env', [...clean, BIN, ...args], {
    buffer: false,
    reject: false,
    env: options.env ?? {},
    stdin: 'ignore',
    stdout: options.stdout ?? 'pipe',
    stderr: 'pipe',
  });
  const pid = child.pid ?? 0;
  const records: TraceRecord[] = [];
  let open = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (open + text).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) records.push(JSON.parse(line) as TraceRecord);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  let result: { exitCode?: number | undefined; signal?: string | undefined } | undefined;
  void child.then((ended) => (result = ended));
  const family = () => descendants(pid);
  const tell = () =>
    `${stderr}\n${records
      .slice(-3)
      .map((r) => JSON.stringify(r))
      .join('\n')}`;
  const member = (name: string, pattern: RegExp) =>
    until(
      () => family().find(({ command }) => pattern.test(command)),
      () => `${name}: ${tell()}`,
    );
  t.teardown(async () => {
    const left = family();
    child.kill('SIGKILL');
    for (const { pid, alive } of left) if (alive()) process.kill(pid, 'SIGKILL');
    await child;
  });
  return {
    pid,
    records,
    stdout: child.stdout as NodeJS.ReadableStream,
    stderr: () => stderr,
    saw: async <T extends TraceRecord['type']>(type: T, nth = 1) => {
      const find = () => records.filter((record) => record.type === type)[nth - 1];
      const found = await until(() => find() ?? result, `${type} ${nth}`).catch(() => undefined);
      if (found === undefined || !('type' in found))
        throw new Error(`no ${type} ${nth}: ${tell()}`);
      return found as TraceRecord & { type: T };
    },
    family,
    bpftrace: () => member('bpftrace', /^\S*bpftrace .*-f json/),
    wrapper: () => member('wrapper', /^sh -c \s*trap/),
    kill: (signal) => child.kill(signal),
    ended: async (seconds = 20) => {
      const { exitCode, signal } = await until(
        () => result,
        () => `the end: ${tell()}`,
        seconds,
      );
      return { exitCode, signal };
    },
  };
}

/** A process that sends itself SIGURG, which it ignores, as often and whenever it is told. */
export function storm(t: Test) {
  const program = `
    process.stdin.on('data', (text) => {
      for (const count of String(text).trim().split('\\n'))
        for (let i = Number(count); i > 0; i--) process.kill(process.pid, 'SIGURG');
      console.log('done');
    });`;
  const child = execa(process.execPath, ['-e', program], { buffer: false, reject: false });
  t.teardown(() => child.kill('SIGKILL'));
  let done = 0;
  child.stdout.on('data', () => done++);
  return {
    pid: child.pid ?? 0,
    /** Traces it alone. */
    filter: ['-s', 'URG', '--to', String(child.pid)],
    begin: (count: number) => child.stdin.write(`${count}\n`),
    get done() {
      return done;
    },
  };
}
