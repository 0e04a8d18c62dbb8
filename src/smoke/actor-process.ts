import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { Answer, Order, Scenario } from './scenario.js';

const ACTOR = fileURLToPath(new URL('./actor.js', import.meta.url));
/** Beyond what the actor itself allows for a beginning and an end. */
const GRACE_MS = 5000;

/** The actor, seen from outside. It and all that it has started end with this process, whatever comes. */
export class ActorProcess {
  readonly #actor: ChildProcess;
  readonly #comm: string;
  readonly #patienceMs: number;
  readonly #ended: Promise<void>;
  readonly #answers: Answer[] = [];
  #gone: string | undefined;
  #wake: () => void = () => undefined;

  /** @param comms of the actor, and of all whom it starts */
  constructor(comms: { readonly actor: string; readonly target: string }, patienceMs: number) {
    this.#comm = comms.target;
    this.#patienceMs = patienceMs;
    this.#actor = spawn(process.execPath, [ACTOR, comms.actor], {
      stdio: ['pipe', 'pipe', 'ignore'],
      // What somebody has each Node load may handle signals.
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
      this.#answers.push(JSON.parse(line) as Answer);
      this.#wake();
    });
  }

  /** Has it done, and waits until the target has ended. Throws where it is interrupted. */
  async play(play: Scenario, interrupted: AbortSignal): Promise<Answer> {
    const order: Order = { play, comm: this.#comm, patienceMs: this.#patienceMs };
    this.#actor.stdin?.write(`${JSON.stringify(order)}\n`);
    const deadline = performance.now() + this.#patienceMs + GRACE_MS;
    for (;;) {
      interrupted.throwIfAborted();
      const answer = this.#answers.shift();
      if (answer !== undefined) return answer;
      const leftMs = deadline - performance.now();
      if (this.#gone !== undefined) return { failed: this.#gone };
      if (leftMs <= 0) return { failed: 'the process that sends does not answer' };
      await this.#woken(leftMs, interrupted);
    }
  }

  /** Ends all of it, and waits for that. */
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
