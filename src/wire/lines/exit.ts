import { integer, pid, processKey, type ValuesOf } from '../field.js';
import { Line } from '../line.js';

export const EXIT = new Line(
  'x',
  'exit',
  'a process has ended; it was the target of a traced signal',
  {
    pid: pid(1, { value: '$from' }),
    /** As wait(2) gives it. */
    status: integer('%d', 0, 0xffff, {
      value: '$status',
      meaning:
        'as of wait(2): signal in bits 0 to 6, core dumped in bit 7, exit code from bit 8 on',
    }),
    processKey: processKey({ value: '$who' }),
  },
  true,
);

export type ExitFacts = ValuesOf<typeof EXIT.fields>;

const MOST_SIGNO = 64;

/** Says why no process can have ended so; undefined where one can. */
export function whyNoExit(facts: ExitFacts): string | undefined {
  const ended = (facts.status & 0x7f) <= MOST_SIGNO;
  return EXIT.whyInvalid(facts) ?? (ended ? undefined : 'exit/status names no signal');
}
