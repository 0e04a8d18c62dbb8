import { plainNode } from './plain-node.js';
import { run } from './run.js';

/** What a signal took its sender: waits and all, in CPU alone, and in the middle one of many short runs. */
export interface Sent {
  readonly ns: number;
  readonly cpuNs: number;
  readonly medianNs: number;
}

/** Sends SIGUSR1 as fast as can be, from a process of its own. */
export async function burst(target: number, signals: number): Promise<Sent> {
  const [sent] = await bursts(target, signals, 1);
  if (sent === undefined) throw new Error('the sender said nothing');
  return sent;
}

/** The same from several at once. */
export async function bursts(target: number, signals: number, senders: number): Promise<Sent[]> {
  const started = Array.from({ length: senders }, () =>
    run(plainNode('sender', [target, signals])),
  );
  // Each is warm before any begins.
  const answers = started.map((sender) =>
    sender.stdout.setEncoding('utf8')[Symbol.asyncIterator](),
  );
  for (const answer of answers) await answer.next();
  for (const { stdin } of started) stdin.write('go\n');
  const figures: Sent[] = [];
  for (const answer of answers) {
    figures.push(JSON.parse(String((await answer.next()).value)) as Sent);
  }
  await Promise.all(started.map(({ exited }) => exited));
  return figures;
}
