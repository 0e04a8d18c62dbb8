import { StreamSink } from '../outputs/sink.js';
import { cannotWrite, isClosedPipe } from './write-failure.js';

/** Writes all of a text to stdout. */
export async function print(text: string): Promise<void> {
  const stdout = new StreamSink(process.stdout);
  try {
    await stdout.write(text);
    await stdout.close();
  } catch (error) {
    if (!isClosedPipe(error)) throw cannotWrite('stdout', error);
  }
}
