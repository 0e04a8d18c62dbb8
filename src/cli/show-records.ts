import type { StreamRecord } from '../records/stream-record.js';
import type { OutputSet } from './output-set.js';

/** Formatters hold rows back for a moment; this often they are asked for those that are due. */
const DUE_EVERY_MS = 50;

/**
 * Writes all records to all outputs, then closes these.
 *
 * @param onRecord called for each record before it is written
 */
export async function showRecords(
  batches: AsyncIterable<readonly StreamRecord[]>,
  outputs: OutputSet,
  onRecord: (record: StreamRecord) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let begun = false;
  try {
    for await (const batch of batches) {
      batch.forEach(onRecord);
      // The heading waits for the first record: a trace that does not begin shows nothing.
      if (!begun) {
        begun = true;
        await outputs.write(({ head }) => head);
        if (outputs.holdsBack) {
          timer = setInterval(() => void outputs.write((format) => format.due()), DUE_EVERY_MS);
        }
      }
      await outputs.write(
        (format) => batch.map((record) => format.record(record)).join('') + format.due(),
      );
    }
  } finally {
    clearInterval(timer);
    await outputs.write((format) => format.flush());
  }
  await outputs.close();
}
