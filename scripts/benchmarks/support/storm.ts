import { plainNode } from './plain-node.js';
import { run } from './run.js';

/** Sends SIGUSR1 as fast as can be from processes of its own; resolves to ns per signal in each. */
export async function burst(target: number, signals: number, senders = 1): Promise<number[]> {
  const started = Array.from({ length: senders }, () =>
    run(plainNode('sender', [target, signals])),
  );
  // Each is warm before any begins.
  const answers = started.map((sender) =>
    sender.stdout.setEncoding('utf8')[Symbol.asyncIterator](),
  );
  for (const answer of answers) await answer.next();
  for (const { stdin } of started) stdin.write('go\n');
  const figures: number[] = [];
  for (const answer of answers) figures.push(Number((await answer.next()).value));
  await Promise.all(started.map(({ exited }) => exited));
  return figures;
}
