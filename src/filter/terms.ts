import { RESULTS } from '../signals/results.js';
import { SENT_CODES } from '../signals/sent.js';
import { SIGCHLD } from '../signals/signos.js';
import { either, every, maskOf } from './clauses.js';
import { seesQueuedOnly, type Variant } from './variant.js';

/** `$code` holds this plus the result if a signal has no siginfo: see probes/complete_signal.bt. */
const NO_SIGINFO = 0x80000000;

/** The expressions that a program has for the facts that clauses test. */
export interface Terms {
  readonly variant: Variant;
  /** The signal's number in the probe's predicate, and in its body. */
  readonly early: string;
  readonly signo: string;
  readonly from: string;
  readonly to: string;
  readonly ownFrom: string;
  readonly ownTo: string;
  readonly fromComms: readonly string[];
  readonly toComms: readonly string[];
  /** The first 8 bytes of the program's file name, 0 if it may have any name: see probes/exe_name.bt. */
  readonly fromExe: string | undefined;
  readonly toExe: string | undefined;
  /** Returns the condition that the result is this one of RESULTS. */
  readonly result: (index: number) => string;
  /** The condition that the current task sent the signal, as far as the code tells. */
  readonly sent: string;
  /** The condition that the code says that a system call sent it. */
  readonly called: string;
  /** The condition that the signal is for one thread, which is not the one on the processor. */
  readonly toOtherThread: string | undefined;
  readonly mostCompared: number;
  /** The program reads the target's task: it knows its process, its user and its main thread's name. */
  readonly knowsTarget: boolean;
  /** Every signal has its code. */
  readonly knowsCode: boolean;
}

/** The expressions of each probe for its own arguments. */
interface Given {
  /** Number of the signal. */
  readonly signo: string;
  /** The target's thread name. */
  readonly comm: string;
  /** Index into RESULTS, unless `$code` holds it (see probes/complete_signal.bt). */
  readonly result: string;
  /** 0 for a signal to the thread alone. */
  readonly group: string;
}

export const GIVEN: Readonly<Record<Exclude<Variant, 'core'>, Given>> = {
  full: { signo: 'args->sig', comm: 'args->comm', result: 'args->result', group: 'args->group' },
  rawtracepoint: {
    signo: '(int32)arg0',
    comm: '$target->comm',
    result: '(int32)arg4',
    group: '(int32)arg3',
  },
  fentry: { signo: 'args->sig', comm: '$target->comm', result: '0', group: '(int32)args->type' },
  kprobe: { signo: '(int32)arg0', comm: '$target->comm', result: '0', group: '(int32)arg2' },
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
  fromExe: undefined,
  toExe: undefined,
  result: (index) => `args->result == ${index}`,
  // Bits instead of branches: 0.11 and 0.17 compile branches that read a field again, or read fields
  // some 20 times in all, to code that the kernel refuses.
  sent: `(((${maskOf(SENT_CODES.map((code) => -code))} >> (-(int32)args->code)) & ((int32)args->code <= 0) | (args->sig == ${SIGCHLD})) & 1) == 1`,
  called: `((${maskOf(SENT_CODES.map((code) => -code))} >> (-(int32)args->code)) & ((int32)args->code <= 0) & 1) == 1`,
  toOtherThread: undefined,
  mostCompared: 2,
  knowsTarget: false,
  knowsCode: true,
};

export function termsOf(variant: Variant): Terms {
  if (variant === 'core') return CORE;
  const { signo, comm, result, group } = GIVEN[variant];
  const queuedOnly = seesQueuedOnly(variant);
  const calledCodes = SENT_CODES.map((code) => `$code == ${code}`);
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
    fromExe: '$from_exe',
    toExe: '$to_exe',
    result: queuedOnly ? resultInCode : (index) => `${result} == ${index}`,
    sent: either([...calledCodes, `$sig == ${SIGCHLD}`]),
    called: either(calledCodes),
    toOtherThread: every([`${group} == 0`, '$tid != (int64)$task->pid']),
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
