import { StreamSink } from '../outputs/sink.js';
import { cannotWrite, isClosedPipe } from './write-failure.js';

/**
 * Writes a whole text to stdout. A reader that closes its pipe is no failure.
 *
 * @throws SignalsTraceError `cannot_write`
 */
export async function print(text: string): Promise<void> {
  const stdout = new StreamSink(process.stdout);
  try {
    await stdout.write(text);
    await stdout.close();
  } catch (error) {
    if (!isClosedPipe(error)) throw cannotWrite('stdout', error);
  }
}
