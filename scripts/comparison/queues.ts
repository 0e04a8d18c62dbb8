import { SIGCONT, SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU } from '../../src/signals/signos.js';
import type { Delivered, Generated, KernelEvent } from './kernel-events.js';

const STOPS: readonly number[] = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU];
/** Results with which a signal is in a queue. */
const QUEUED: readonly number[] = [0, 4];

/** The signals that each delivery took, as a model of the kernel's queues has it. */
export interface Taken {
  readonly by: ReadonlyMap<Generated, Delivered>;
  /** Deliveries for which no queue had a signal. */
  readonly unexplained: readonly Delivered[];
}

/**
 * A model of the kernel's queues: one of each thread, which is served first, and one of its process; each first in,
 * first out by number. CONT throws out what stops, and the other way round.
 *
 * @param processOf the process of a thread
 */
export function takenBy(
  events: readonly KernelEvent[],
  processOf: (tid: number) => number | undefined,
): Taken {
  const by = new Map<Generated, Delivered>();
  const unexplained: Delivered[] = [];
  const queues = new Map<string, Generated[]>();
  const queue = (name: string) => {
    const known = queues.get(name) ?? [];
    queues.set(name, known);
    return known;
  };
  for (const event of events) {
    const process = processOf(event.tid);
    if (process === undefined) continue;
    const [own, shared] = [`thread ${event.tid}`, `process ${process}`];
    if (event.kind === 'generated') {
      const thrown = event.signo === SIGCONT ? STOPS : STOPS.includes(event.signo) ? [SIGCONT] : [];
      for (const [name, waiting] of thrown.length === 0 ? [] : queues) {
        const isOf = name === shared || processOf(Number(name.split(' ')[1])) === process;
        if (isOf)
          queues.set(
            name,
            waiting.filter(({ signo }) => !thrown.includes(signo)),
          );
      }
      if (QUEUED.includes(event.result)) queue(event.group === 1 ? shared : own).push(event);
      continue;
    }
    // Each thread of a process that is about to end is delivered a KILL.
    if (event.signo === SIGKILL) continue;
    const taken = [own, shared]
      .map((name) => queue(name))
      .map((waiting) => ({ waiting, at: waiting.findIndex(({ signo }) => signo === event.signo) }))
      .find(({ at }) => at !== -1);
    const [signal] = taken?.waiting.splice(taken.at, 1) ?? [];
    if (signal === undefined) unexplained.push(event);
    else by.set(signal, event);
  }
  return { by, unexplained };
}
