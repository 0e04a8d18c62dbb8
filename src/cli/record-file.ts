import { usage } from '../errors.js';
import { quote } from '../filter/quote.js';
import { FileSink } from '../outputs/sink.js';

/**
 * Opens the file that `--write` names.
 *
 * @throws SignalsTraceError `usage` if it cannot be opened
 */
export function recordFile(file: string): FileSink {
  try {
    return new FileSink(file);
  } catch (error) {
    throw usage(
      `--write ${quote(file)}: ${error instanceof Error ? error.message : String(error)}`,
      'give a file in a folder that you may write to',
      { cause: error },
    );
  }
}
