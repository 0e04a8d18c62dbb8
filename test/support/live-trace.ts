import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import type { Test } from 'tap';

import type {
  EndRecord,
  ReadyRecord,
  SignalRecord,
  TraceRecord,
} from '../../src/records/records.js';
import { until } from './until.js';

/** The built command. */
export const COMMAND = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url));

export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** All records. */
  readonly records: readonly TraceRecord[];
  readonly signals: readonly SignalRecord[];
  readonly end: EndRecord;
}

/** A trace by the built command that has begun; one that the test leaves behind is killed. */
export class LiveTrace {
  readonly #child;
  readonly #read: () => string;
  #stdout = '';
  #stderr = '';
  readonly #records: TraceRecord[] = [];
  /** Length of the text that is parsed. */
  #parsed = 0;
  #result: Pick<Ended, 'exitCode' | 'stdout' | 'stderr'> | undefined;

  private constructor(t: Test, args: readonly string[], env: NodeJS.ProcessEnv) {
    // The table has no records to wait for: they are written to a file as well.
    const file = args.includes('--json') ? undefined : join(t.testdir(), 'records');
    const more = file === undefined ? [] : ['--write', file];
    this.#child = execa(process.execPath, [COMMAND, ...args, ...more], { env, reject: false });
    this.#child.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.#read = () => {
      if (file === undefined) return this.#stdout;
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    void this.#child.then(({ exitCode, stdout, stderr }) => {
      this.#result = { exitCode, stdout, stderr };
    });
    t.teardown(async () => {
      this.#child.kill('SIGKILL');
      await this.#child;
    });
  }

  /** Starts one and waits until it says `ready`. */
  static async start(
    t: Test,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<LiveTrace> {
    const trace = new LiveTrace(t, args, env);
    await trace.first((record): record is ReadyRecord => record.type === 'ready');
    return trace;
  }

  /** The pid of Node.js. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The pid of the shell that wraps bpftrace. */
  get wrapper(): number {
    return Number(execFileSync('pgrep', ['-P', String(this.pid)], { encoding: 'utf8' }));
  }

  /** Whole records up to now. */
  get records(): TraceRecord[] {
    const text = this.#read();
    const end = text.lastIndexOf('\n') + 1;
    for (const line of text.slice(this.#parsed, end).split('\n').slice(0, -1)) {
      this.#records.push(JSON.parse(line) as TraceRecord);
    }
    this.#parsed = end;
    return [...this.#records];
  }

  get signals(): SignalRecord[] {
    return this.records.filter((record) => record.type === 'signal');
  }

  /** The first record that answers, waited for. */
  async first<T extends TraceRecord>(wanted: (record: TraceRecord) => record is T): Promise<T> {
    const lacking = () => `no such record in\n${this.#read()}\n${this.#stderr}`;
    return until(() => {
      const over = this.#child.exitCode !== null;
      const found = this.records.find(wanted);
      if (over && found === undefined) throw new Error(`it has ended: ${lacking()}`);
      return found;
    }, lacking);
  }

  /** The first signal that answers, waited for. */
  async signal(wanted: (record: SignalRecord) => boolean): Promise<SignalRecord> {
    return this.first(
      (record): record is SignalRecord => record.type === 'signal' && wanted(record),
    );
  }

  /** The first record of this type that answers, waited for. */
  async told(
    type: string,
    wanted: (record: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>> {
    return until(
      () => this.all(type).find(wanted),
      () => `no such ${type} in\n${this.#read()}\n${this.#stderr}`,
    );
  }

  /** All records of this type up to now. */
  all(type: string): Record<string, unknown>[] {
    const records = this.records as unknown as Record<string, unknown>[];
    return records.filter((record) => record['type'] === type);
  }

  /** Stops it as Ctrl-C does. */
  async stop(): Promise<Ended> {
    this.#child.kill('SIGINT');
    return this.ended();
  }

  /** Waits until it has ended by itself. */
  async ended(): Promise<Ended> {
    const lacking = () => `no end of it after\n${this.#read()}\n${this.#stderr}`;
    const ended = await until(() => this.#result, lacking);
    const end = await this.first((record): record is EndRecord => record.type === 'end');
    const { records, signals } = this;
    return { ...ended, records, signals, end };
  }
}

/** Runs the command to its end. */
export async function runCommand(...args: readonly string[]) {
  return execa(process.execPath, [COMMAND, ...args], { reject: false });
}
