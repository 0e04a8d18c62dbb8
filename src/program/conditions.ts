import { RESULTS } from '../signals/results.js';
import { SENT_CODES } from '../signals/sent.js';
import type { Filter, Who } from './filter.js';
import { stringLiteral } from './literal.js';

/** `full` reads the kernel's types (BTF); `core` has the tracepoint's own fields and no more. */
export type Variant = 'full' | 'core';

/** How each variant's fragment spells what a condition asks about. */
const TERMS = {
  full: {
    signo: '$sig',
    code: '$code',
    from: '$from',
    to: '$to',
    fromComms: ['comm', '$task->group_leader->comm'],
    toComms: ['args->comm', '$target->group_leader->comm'],
  },
  core: {
    signo: 'args->sig',
    code: '(int32)args->code',
    from: 'pid',
    to: 'args->pid',
    fromComms: ['comm'],
    toComms: ['args->comm'],
  },
} as const;

const KEEPER = '$1';
const TRACER_PIDS = [KEEPER, '$2', '$3', '$4', '$5', '$6'];
const SIGCHLD = 17;
const SIGURG = 23;
const SIGWINCH = 28;
const ALL = Array.from({ length: 64 }, (_, i) => i + 1);
/** Signals that are asked for one by one, the program's own two included. */
const MOST_COMPARED = 8;

/** Whether the kernel itself can apply an option's values; else they are matched after decoding. */
export function kernelCanMatch(option: keyof Filter, filter: Filter, variant: Variant): boolean {
  switch (option) {
    case 'from':
      return !filter.from.some(({ kind }) => kind === 'command');
    case 'to':
    case 'either':
      // Of the target, core knows no more than a thread's id and name, and 0.11 can't compare that.
      return variant === 'full'
        ? !filter[option].some(({ kind }) => kind === 'command')
        : filter[option].length === 0;
    case 'toUsers':
      return variant === 'full' || filter.toUsers.length === 0;
    default:
      return true;
  }
}

/** The predicate of the probe: the cheap first question, by signal number alone. */
export function wantedCondition({ signals }: Filter): string {
  const { except, numbers } = signals;
  if (except && numbers.length === 0) return '1';
  const own = [SIGURG, SIGWINCH];
  if (!except) return oneOf([...numbers, ...own.filter((signo) => !numbers.includes(signo))]);
  if (numbers.length > MOST_COMPARED) {
    return oneOf(ALL.filter((signo) => own.includes(signo) || !numbers.includes(signo)));
  }
  return either([
    ...own.map((signo) => `args->sig == ${signo}`),
    every(numbers.map((signo) => `args->sig != ${signo}`)),
  ]);
}

/** Many numbers are bits of one: where a field is read some 20 times, the kernel refuses 0.17's code. */
function oneOf(numbers: readonly number[]): string {
  if (numbers.length <= MOST_COMPARED) {
    return either(numbers.map((signo) => `args->sig == ${signo}`));
  }
  // The 64th bit would be the sign of a literal.
  const bits = numbers
    .filter((signo) => signo < 64)
    .reduce((bits, signo) => bits | (1n << BigInt(signo - 1)), 0n);
  const found = `((0x${bits.toString(16)} >> ((uint64)args->sig - 1)) & 1) == 1`;
  return numbers.includes(64) ? either([found, 'args->sig == 64']) : found;
}

/** What else must hold for a signal to be traced. */
export function filterCondition(filter: Filter, variant: Variant): string {
  const { from, to } = TERMS[variant];
  const can = (option: keyof Filter) => kernelCanMatch(option, filter, variant);
  const clauses = [
    // What the keeper tells itself is for the program, not for the reader.
    filter.withSelf ? either([`${from} != ${KEEPER}`, `${to} != ${KEEPER}`]) : '',
    signalClause(filter, variant),
    filter.withSelf ? '' : othersClause(variant),
    can('from')
      ? sentClause(
          filter.from.map((who) => fromClause(who, variant)),
          variant,
        )
      : '',
    can('to') ? either(filter.to.map((who) => toClause(who, variant))) : '',
    can('either')
      ? either(
          filter.either.flatMap((who) => [
            sentClause([fromClause(who, variant)], variant),
            toClause(who, variant),
          ]),
        )
      : '',
    sentClause(
      filter.fromUsers.map((user) => `uid == (uint64)${user}`),
      variant,
    ),
    can('toUsers') ? either(filter.toUsers.map((user) => `$to_uid == (int64)${user}`)) : '',
    either(filter.results.map((result) => `args->result == ${RESULTS.indexOf(result)}`)),
  ];
  return every(clauses.filter((clause) => clause !== ''));
}

/**
 * What the noise filter holds back: what floods every host and neither ends nor stops a process.
 * Timers, SIGIO and signals to oneself count as noise only where the target's handler could be
 * read and is not the default one, since by default they would end it.
 */
export function noiseCondition(filter: Filter, variant: Variant): string {
  if (!filter.hideNoise) return '0';
  const { except, numbers } = filter.signals;
  const mayHide = (signo: number) => except || !numbers.includes(signo);
  const { signo: sig } = TERMS[variant];
  const ignoredByDefault = [SIGCHLD, SIGURG, SIGWINCH]
    .filter(mayHide)
    .map((signo) => `${sig} == ${signo}`);
  const clauses = [...ignoredByDefault];
  const named = except ? [] : numbers;
  const unnamed = every(named.map((signo) => `$sig != ${signo}`));
  if (variant === 'full') {
    clauses.push(
      every([
        unnamed,
        '$handler != (uint64)0',
        either([
          '$sig == 29',
          '$code == -2',
          every(['$code == 128', either(['$sig == 14', '$sig == 26', '$sig == 27'])]),
          '$from == $to',
        ]),
      ]),
    );
    if (mayHide(18)) clauses.push('($sig == 18 && @term[$to & 1023] == (($from << 32) | $to))');
  }
  return clauses.length === 0 ? '0' : `${either(clauses)} ? 1 : 0`;
}

/** The probe's predicate lets the tracer's two own signals through whatever was asked for. */
function signalClause({ signals: { except, numbers } }: Filter, variant: Variant): string {
  const unwanted = [SIGURG, SIGWINCH].filter((signo) => numbers.includes(signo) === except);
  return every(unwanted.map((signo) => `${TERMS[variant].signo} != ${signo}`));
}

/** Neither end is the tracer; what an interrupt brings while the tracer runs is not from it. */
function othersClause(variant: Variant): string {
  const { signo, code, from, to } = TERMS[variant];
  const notSent = every([
    ...SENT_CODES.map((sent) => `${code} != ${sent}`),
    `${signo} != ${SIGCHLD}`,
  ]);
  return every([
    ...TRACER_PIDS.map((pid) => `${to} != ${pid}`),
    either([notSent, every(TRACER_PIDS.map((pid) => `${from} != ${pid}`))]),
  ]);
}

/** Any of these holds for the task on the processor, and the signal is one that a task sends. */
function sentClause(clauses: readonly string[], variant: Variant): string {
  if (clauses.length === 0) return '';
  const { signo, code } = TERMS[variant];
  const sent = either([
    ...SENT_CODES.map((sent) => `${code} == ${sent}`),
    `${signo} == ${SIGCHLD}`,
  ]);
  return every([sent, either(clauses)]);
}

function fromClause(who: Who, variant: Variant): string {
  const { from, fromComms } = TERMS[variant];
  return who.kind === 'pid' ? `${from} == ${who.pid}` : nameClause(who, fromComms);
}

function toClause(who: Who, variant: Variant): string {
  const { to, toComms } = TERMS[variant];
  if (who.kind !== 'pid') return nameClause(who, toComms);
  const found = `${to} == ${who.pid}`;
  // A task that was not found still has the thread id that the tracepoint gave.
  return variant === 'full' ? either([found, every([`${to} == 0`, `$tid == ${who.pid}`])]) : found;
}

function nameClause(who: Who, comms: readonly string[]): string {
  if (who.kind !== 'name') throw new TypeError('A command line is not matched in the kernel');
  return either(comms.map((comm) => `${comm} == ${stringLiteral(who.name)}`));
}

function every(clauses: readonly string[]): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length > 1 ? `(${said.join(' && ')})` : (said[0] ?? '');
}

function either(clauses: readonly string[]): string {
  return clauses.length > 1 ? `(${clauses.join(' || ')})` : (clauses[0] ?? '');
}
