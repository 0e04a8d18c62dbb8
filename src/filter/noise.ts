import { ASKING } from '../signals/asking.js';
import type { Origin } from '../signals/origins.js';
import { SIGCHLD, SIGPIPE, SIGURG, SIGWINCH } from '../signals/signos.js';
import { either, every, oneOf } from './clauses.js';
import type { CodeFilter } from './code.js';
import type { FilterOption, Flag } from './option.js';
import type { OriginFilter } from './origin.js';
import type { SignalFilter } from './signal.js';
import { termsOf } from './terms.js';
import type { Variant } from './variant.js';

/** Bits of signal_struct.flags: this SIGCONT ended a stop, and the parent will be told. */
const CONTINUED = 0x30;

const ALL: Flag = {
  name: 'all',
  alias: 'a',
  takes: 'switch',
  help: 'Show the noise that the table hides by default',
  conflicts: 'hide-noise',
  others: ['noise', 'everything'],
};
const HIDE: Flag = {
  name: 'hide-noise',
  takes: 'switch',
  help: 'Hide the noise in JSON output too',
};

export interface NoiseFilter {
  /** Hide signals that flood every host and neither end nor stop a process; they are counted. */
  readonly hideNoise: boolean;
}

export const noise: FilterOption<NoiseFilter> = {
  flags: [ALL, HIDE],
  about: 'signal',
  none: { hideNoise: false },
  signalsOnly: true,
  parse: (flags, { hideNoise }) => ({
    hideNoise: flags['hide-noise'] === true || (hideNoise && flags['all'] !== true),
  }),
  check: () => undefined,
  // Hidden signals are counted, so the program tests noiseCondition apart from the filter.
  kernel: () => '',
};

/** A signal as a record has it. */
interface Signal {
  readonly origin: Origin;
  readonly signo: number;
  readonly sender?: { readonly pid?: number | undefined } | null | undefined;
  readonly target: { readonly pid?: number | undefined };
}

/**
 * Returns whether a signal is noise if it is handled and nothing comes of it: a process asked itself to
 * stop, or its reader went away. The program traces these; who shows signals holds them back until the
 * process has ended by them.
 */
export function isHeldBack(
  filter: NoiseFilter & SignalFilter & OriginFilter & CodeFilter,
): (signal: Signal) => boolean {
  if (!hidesNoise(filter)) return () => false;
  const { except, numbers } = filter.signals;
  const held = ASKING.filter((signo) => except || !numbers.includes(signo));
  const pipes = except || !numbers.includes(SIGPIPE);
  return ({ signo, origin, sender, target }) =>
    (pipes && origin === 'pipe') ||
    (sender?.pid !== undefined && sender.pid === target.pid && held.includes(signo));
}

/** Whether noise is hidden. A filter that names origins or codes shows all signals that have them. */
export function hidesNoise({ hideNoise, codes, origins }: NoiseFilter & OriginFilter & CodeFilter) {
  return hideNoise && codes.length === 0 && origins.except;
}

/**
 * Returns the condition that nothing comes of a signal to oneself that is handled or ignored: it asks for
 * nothing, at least not of the whole process. A PIPE seems to come from the process itself.
 */
function comesToNothing(toOtherThread: string): string {
  return either([
    `!(${oneOf('$sig', [...ASKING, SIGPIPE], 0)})`,
    toOtherThread,
    every([`$sig == ${SIGPIPE}`, '$handler == (uint64)1']),
  ]);
}

/**
 * Returns the condition for noise: signals that flood every host and neither end nor stop a process.
 * Timers, SIGIO and signals to oneself count as noise only where the target's handler could be
 * read and is not the default one, since by default they would end it.
 */
export function noiseCondition(
  filter: NoiseFilter & SignalFilter & OriginFilter & CodeFilter,
  variant: Variant,
): string {
  if (!hidesNoise(filter)) return '0';
  const { except, numbers } = filter.signals;
  const mayHide = (signo: number) => except || !numbers.includes(signo);
  const { signo, called, toOtherThread = '', mostCompared } = termsOf(variant);
  const ignoredByDefault = [SIGCHLD, SIGURG, SIGWINCH].filter(mayHide);
  // The kernel sends them by habit. Who calls kill(2) means something by it.
  const habit = `!(${called})`;
  const clauses =
    ignoredByDefault.length === 0
      ? []
      : [every([oneOf(signo, ignoredByDefault, mostCompared), habit])];
  const unnamed = every((except ? [] : numbers).map((signo) => `$sig != ${signo}`));
  if (variant !== 'core') {
    clauses.push(
      every([
        unnamed,
        '$handler != (uint64)0',
        either([
          '$sig == 29',
          '$code == -2',
          every(['$code == 128', either(['$sig == 14', '$sig == 26', '$sig == 27'])]),
          every(['$from == $to', `(${termsOf('full').sent})`, comesToNothing(toOtherThread)]),
        ]),
      ]),
    );
    // A SIGCONT to a stopped target is shown: without it, the TERM before it has no effect.
    if (mayHide(18)) {
      clauses.push(
        every([
          '$sig == 18',
          '@term[$to & 1023] == (($from << 32) | $to)',
          `((uint64)$target->signal->flags & (uint64)${CONTINUED}) == (uint64)0`,
        ]),
      );
    }
  }
  return clauses.length === 0 ? '0' : either(clauses);
}
