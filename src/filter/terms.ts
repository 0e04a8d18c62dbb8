import { RESULTS } from '../signals/results.js';
import { SENT_CODES } from '../signals/sent.js';
import { SIGCHLD } from '../signals/signos.js';
import { either, maskOf } from './clauses.js';
import { seesQueuedOnly, type Variant } from './variant.js';

/** The result that `$code` holds where a signal has no siginfo: see probes/complete_signal.bt. */
const NO_SIGINFO = 0x80000000;

/** How a program spells what a clause asks about. */
export interface Terms {
  readonly variant: Variant;
  /** The signal's number before anything is worked out, and after. */
  readonly early: string;
  readonly signo: string;
  readonly from: string;
  readonly to: string;
  readonly ownFrom: string;
  readonly ownTo: string;
  readonly fromComms: readonly string[];
  readonly toComms: readonly string[];
  /** The condition that the result is this one of RESULTS. */
  readonly result: (index: number) => string;
  /** The condition that the task on the processor sent the signal, as far as its code tells. */
  readonly sent: string;
  readonly mostCompared: number;
  /** The program reads the target's task: it knows its process, its user and its main thread's name. */
  readonly knowsTarget: boolean;
  /** Every signal has its code. */
  readonly knowsCode: boolean;
}

/** How the probes of each program spell what they give before anything is worked out. */
interface Given {
  /** Number of the signal. */
  readonly signo: string;
  /** The target's thread name. */
  readonly comm: string;
  /** Index into RESULTS, unless `$code` says it (see probes/complete_signal.bt). */
  readonly result: string;
}

export const GIVEN: Readonly<Record<Exclude<Variant, 'core'>, Given>> = {
  full: { signo: 'args->sig', comm: 'args->comm', result: 'args->result' },
  rawtracepoint: { signo: '(int32)arg0', comm: '$target->comm', result: '(int32)arg4' },
  fentry: { signo: 'args->sig', comm: '$target->comm', result: '0' },
  kprobe: { signo: '(int32)arg0', comm: '$target->comm', result: '0' },
};

const CORE: Terms = {
  variant: 'core',
  early: 'args->sig',
  signo: 'args->sig',
  from: 'pid',
  to: 'args->pid',
  ownFrom: 'pid',
  ownTo: 'args->pid',
  fromComms: ['comm'],
  toComms: ['args->comm'],
  result: (index) => `args->result == ${index}`,
  // Bits, not branches: where branches read a field again, the kernel refuses the code that 0.11
  // and 0.17 make of it, and where the fields are read some 20 times in all.
  sent: `(((${maskOf(SENT_CODES.map((code) => -code))} >> (-(int32)args->code)) & ((int32)args->code <= 0) | (args->sig == ${SIGCHLD})) & 1) == 1`,
  mostCompared: 2,
  knowsTarget: false,
  knowsCode: true,
};

export function termsOf(variant: Variant): Terms {
  if (variant === 'core') return CORE;
  const { signo, comm, result } = GIVEN[variant];
  const queuedOnly = seesQueuedOnly(variant);
  return {
    variant,
    early: signo,
    signo: '$sig',
    from: '$from',
    to: '$to',
    ownFrom: '$own',
    ownTo: '$own_to',
    fromComms: ['comm', '$task->group_leader->comm'],
    toComms: [comm, '$target->group_leader->comm'],
    result: queuedOnly ? resultInCode : (index) => `${result} == ${index}`,
    sent: either([...SENT_CODES.map((code) => `$code == ${code}`), `$sig == ${SIGCHLD}`]),
    mostCompared: 8,
    knowsTarget: true,
    knowsCode: !queuedOnly,
  };
}

/** A si_code has 31 bits and a sign; larger numbers stand for the result alone. */
function resultInCode(index: number): string {
  const without = `$code == ${NO_SIGINFO + index}`;
  return index === RESULTS.indexOf('delivered')
    ? either([`$code < ${NO_SIGINFO}`, without])
    : without;
}
