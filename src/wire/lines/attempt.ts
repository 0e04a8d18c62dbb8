import { SENDING_CALLS } from '../../signals/calls.js';
import { HEX, integer, processKey, type ValuesOf, word } from '../field.js';
import { Line } from '../line.js';
import { CURRENT_COMM, CURRENT_IDS } from './current.js';

const MOST_ERRNO = 4095;

export const ATTEMPT = new Line(
  'f',
  'attempt',
  'a system call that was to send a signal has failed',
  {
    /** Index into SENDING_CALLS. */
    call: integer('%d', 0, SENDING_CALLS.length - 1, {
      value: '{{number}}',
      meaning: SENDING_CALLS.map(({ name }, number) => `${number} ${name}`).join(', '),
    }),
    asked: word({ value: '$asked', meaning: 'signal << 32 | first argument' }),
    second: word({ value: '$second', meaning: '1 << 32 | thread, 0 for none' }),
    returned: integer('%d', -MOST_ERRNO, -1, { value: '$result', meaning: '-errno' }),
    ...CURRENT_IDS,
    ...CURRENT_COMM,
    processKey: processKey({ value: '$who' }),
  },
  true,
);

type Printed = ValuesOf<typeof ATTEMPT.fields>;

export interface AttemptFacts extends Omit<Printed, 'asked' | 'second' | 'returned'> {
  /** As the caller gave it: any number; 0 asks for no signal, only whether one could be sent. */
  readonly signo: number;
  /** The call's first argument. */
  readonly arg: number;
  /** The thread that it asks for; 0 where it asks for a process alone. */
  readonly thread: number;
  readonly errno: number;
}

/**
 * Takes the call's arguments, signed numbers of 32 bits, out of the numbers that hold two of them.
 * undefined where they are no such numbers.
 */
export function attemptFacts(printed: Printed): AttemptFacts | undefined {
  const { call, asked, second, returned, ...current } = printed;
  if (!HEX.test(asked) || !HEX.test(second)) return undefined;
  return {
    call,
    signo: half(asked, 32n),
    arg: half(asked, 0n),
    thread: half(second, 0n),
    errno: -returned,
    ...current,
  };
}

function half(hex: string, from: bigint): number {
  return Number(BigInt.asIntN(32, BigInt(`0x${hex}`) >> from));
}
