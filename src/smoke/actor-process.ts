import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { packageFile } from '../package-file.js';
import type { Scenario, ScenarioRequest, ScenarioResult } from './scenario.js';

const ACTOR = fileURLToPath(packageFile('dist/smoke/actor.js'));
/** The actor may take this much longer than its targets. */
const GRACE_MS = 5000;

/** Runs the actor as a child. The actor and its targets end with this process, however it ends. */
export class ActorProcess {
  readonly #actor: ChildProcess;
  readonly #targetComm: string;
  readonly #patienceMs: number;
  readonly #ended: Promise<void>;
  readonly #results: ScenarioResult[] = [];
  #gone: string | undefined;
  #wake: () => void = () => undefined;

  /**
   * @param comms the comm of the actor, and that of every target
   * @param program the actor's compiled program
   */
  constructor(
    comms: { readonly actor: string; readonly target: string },
    patienceMs: number,
    program = ACTOR,
  ) {
    this.#targetComm = comms.target;
    this.#patienceMs = patienceMs;
    this.#actor = spawn(process.execPath, [program, comms.actor], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // A module that a user loads into every Node process may handle signals.
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    this.#actor.stdin?.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      const gone = (why: string) => {
        this.#gone ??= why;
        this.#wake();
        resolve();
      };
      this.#actor.on('error', ({ message }) => {
        gone(message);
      });
      this.#actor.on('exit', (code, signal) => {
        gone(`the process that sends has ended: ${signal ?? `status ${code ?? '?'}`}`);
      });
    });
    if (this.#actor.stdout === null) return;
    createInterface({ input: this.#actor.stdout }).on('line', (line) => {
      this.#results.push(JSON.parse(line) as ScenarioResult);
      this.#wake();
    });
  }

  /**
   * Runs a scenario, and waits until its target has ended.
   *
   * @throws the reason of `interrupted` when that is aborted
   */
  async run(scenario: Scenario, interrupted: AbortSignal): Promise<ScenarioResult> {
    const patienceMs = this.#patienceMs;
    const request: ScenarioRequest = { scenario, comm: this.#targetComm, patienceMs };
    this.#actor.stdin?.write(`${JSON.stringify(request)}\n`);
    const deadline = performance.now() + patienceMs + GRACE_MS;
    for (;;) {
      interrupted.throwIfAborted();
      const result = this.#results.shift();
      if (result !== undefined) return result;
      const leftMs = deadline - performance.now();
      if (this.#gone !== undefined) return { failed: this.#gone };
      if (leftMs <= 0) return { failed: 'the process that sends does not answer' };
      await this.#woken(leftMs, interrupted);
    }
  }

  /** Ends the actor and its targets, and waits until they have ended. */
  async close(): Promise<void> {
    this.#actor.stdin?.end();
    const timer = setTimeout(() => this.#actor.kill('SIGKILL'), GRACE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  async #woken(withinMs: number, interrupted: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        interrupted.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      interrupted.addEventListener('abort', wake);
      this.#wake = wake;
    });
  }
}
