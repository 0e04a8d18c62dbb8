import type { Process } from '../records/records.js';

/** A process as it was at its signal. What becomes known until it is read counts too. */
export interface End {
  read(): Process;
  /** The same as JSON. */
  json(): string;
}

/** Both ends of a signal. */
export interface Ends {
  /** null where nobody sent it, undefined where it is not known who did. */
  readonly sender: End | null | undefined;
  readonly target: End;
}

/** Describes the sender; null and undefined as in `Ends`. */
export function senderOf({ sender }: Ends): Process | null | undefined {
  return sender === null ? null : sender?.read();
}
