import type { BurstRecord } from '../records/records.js';
import { rfc3339, times } from '../records/rfc3339.js';
import { signalName } from '../signals/numbers.js';
import type { Origin } from '../signals/origins.js';
import type { Flood } from '../wire/events.js';
import { type Ends, senderOf } from './ends.js';

/**
 * Tells of the signals of a flood that were left out.
 *
 * @param told what those are that have records; undefined where none of them is known any more
 * @param wall the wall clock at a kernel time
 */
export function burstRecord(
  { signo, thinned, since, last }: Flood,
  told: { readonly origin: Origin; readonly ends: Ends } | undefined,
  wall: (ktime: bigint) => bigint,
): BurstRecord {
  const sender = told && senderOf(told.ends);
  return {
    type: 'burst',
    ...times(wall(last)),
    signal: signalName(signo),
    signo,
    ...(told === undefined ? {} : { origin: told.origin }),
    ...(sender === undefined ? {} : { sender }),
    ...(told === undefined ? {} : { target: told.ends.target.read() }),
    count: thinned,
    from: rfc3339(wall(since)),
    to: rfc3339(wall(last)),
  };
}
