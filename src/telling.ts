import {
  endRecord,
  gapRecord,
  lostRecord,
  type OpenGap,
  type Place,
  readyRecord,
  strayRecord,
  warningRecord,
} from './explain/honest-records.js';
import { signalRecord } from './explain/signal-record.js';
import { Mailbox } from './mailbox.js';
import type { TraceRecord } from './schema/records.js';
import { Ledger } from './stream/ledger.js';
import type { Ordered } from './stream/order.js';
import type { Complaint, Invalid, KernelSignal } from './stream/source-record.js';
import { readClocks, WallClock } from './stream/wall-clock.js';

/** Records that may wait for a slow reader before the source is held up. */
const WAITING = 20_000;
/** Records made at once: they are large, and many may wait. */
const AT_ONCE = 64;

/** A signal on its way to the reader, small as long as nobody has read it. */
interface Unread {
  readonly type: 'unread';
  readonly signal: KernelSignal;
  readonly late: boolean;
  readonly incarnation: number;
}

/** What the reader is told, and the ledger of it. It knows nothing of processes. */
export class Telling {
  readonly ledger = new Ledger();
  readonly clock = new WallClock(readClocks);
  readonly #mailbox: Mailbox<TraceRecord | Unread>;

  /** @param onPressure told when the reader falls behind, and when it has caught up */
  constructor(onPressure: (high: boolean) => void) {
    this.#mailbox = new Mailbox(WAITING, onPressure);
  }

  ready(place: Place, absent: readonly string[], incarnation: number): void {
    this.#put([readyRecord(place, absent, this.clock.errorNs, incarnation, now())]);
  }

  gap(gap: OpenGap): void {
    this.#put([gapRecord(gap, now())]);
  }

  /** Signals have come, and some of them, or of other lines, were amiss. */
  received(count: number, amiss: readonly (Invalid | Complaint)[]): void {
    this.ledger.received += count;
    for (const wrong of amiss) if (wrong.kind === 'invalid') this.ledger.invalid++;
    this.#put(amiss.map((wrong) => warningRecord(wrong, now())));
  }

  /** What comes next in the order of the stream; signals that are not wanted are counted. */
  signals(
    ordered: readonly Ordered[],
    incarnation: number,
    wanted: (signal: KernelSignal) => boolean,
  ): void {
    const { ledger } = this;
    const records: (TraceRecord | Unread)[] = [];
    for (const entry of ordered) {
      if (entry.kind === 'hole') {
        ledger.lost += entry.count;
        records.push(lostRecord(entry, (ktime) => this.clock.wall(ktime), now()));
      } else if (entry.kind === 'stray') {
        // It was accounted for when its number first came, or was told lost.
        ledger.received--;
        records.push(strayRecord(entry, now()));
      } else if (wanted(entry.signal)) {
        ledger.emitted++;
        if (entry.late) ledger.late++;
        records.push({ type: 'unread', signal: entry.signal, late: entry.late, incarnation });
      } else {
        ledger.filtered++;
      }
    }
    this.#put(records);
  }

  end(reason: string): void {
    this.#put([endRecord(reason, this.ledger.balance, now())]);
  }

  /** Nothing more will be told; the reader's loop ends, or fails with the error. */
  close(error: Error | undefined): void {
    this.#mailbox.close(error);
  }

  /** For the one reader. */
  async *read(): AsyncGenerator<readonly TraceRecord[], void> {
    for await (const batch of this.#mailbox) {
      for (let i = 0; i < batch.length; i += AT_ONCE) {
        yield batch.slice(i, i + AT_ONCE).map((record) => this.#finished(record));
      }
    }
  }

  #put(records: readonly (TraceRecord | Unread)[]): void {
    this.#mailbox.put(records);
  }

  #finished(record: TraceRecord | Unread): TraceRecord {
    if (record.type !== 'unread') return record;
    const { signal, late, incarnation } = record;
    return signalRecord(signal, this.clock.wall(signal.ktime), incarnation, late);
  }
}

/** Wall clock, ns since 1970. */
function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
