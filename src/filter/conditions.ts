import { HEADS } from '../program/heads.js';
import { seesQueuedOnly, type Variant } from '../program/variants.js';
import { codeNamed } from '../signals/codes.js';
import { RESULTS } from '../signals/results.js';
import { SENT_CODES } from '../signals/sent.js';
import { SIGCHLD, SIGURG, SIGWINCH } from '../signals/signos.js';
import { either, every, maskOf, oneOf } from './clauses.js';
import type { Filter, Who } from './filter.js';
import { stringLiteral } from './literal.js';

/** See probes/complete_signal.bt. */
const NO_SIGINFO = 0x80000000;
/** Of signal_struct.flags: it was stopped until this SIGCONT, and its parent is to be told. */
const CONTINUED = 0x30;

/** How a fragment spells what a condition asks about. */
interface Terms {
  /** The signal's number before anything is worked out, and after. */
  readonly early: string;
  readonly signo: string;
  readonly from: string;
  readonly to: string;
  readonly ownFrom: string;
  readonly ownTo: string;
  readonly fromComms: readonly string[];
  readonly toComms: readonly string[];
  /** That the result is this one. */
  readonly result: (index: number) => string;
  readonly sent: string;
  readonly mostCompared: number;
}

const CORE: Terms = {
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
};

/** A si_code has 31 bits and a sign; what is past them says the result alone. */
function resultInCode(index: number): string {
  const without = `$code == ${NO_SIGINFO + index}`;
  return index === 0 ? either([`$code < ${NO_SIGINFO}`, without]) : without;
}

function termsOf(variant: Variant): Terms {
  if (variant === 'core') return CORE;
  const { signo, comm, result } = HEADS[variant];
  return {
    early: signo,
    signo: '$sig',
    from: '$from',
    to: '$to',
    ownFrom: '$own',
    ownTo: '$own_to',
    fromComms: ['comm', '$task->group_leader->comm'],
    toComms: [comm, '$target->group_leader->comm'],
    result: seesQueuedOnly(variant) ? resultInCode : (index) => `${result} == ${index}`,
    sent: either([...SENT_CODES.map((code) => `$code == ${code}`), `$sig == ${SIGCHLD}`]),
    mostCompared: 8,
  };
}

const KEEPER = '$1';
const TRACER_PIDS = [KEEPER, '$2', '$3', '$4', '$5', '$6'];
const ALL = Array.from({ length: 64 }, (_, i) => i + 1);

/** Whether the kernel itself can apply an option's values; else they are matched after decoding. */
export function kernelCanMatch(option: keyof Filter, filter: Filter, variant: Variant): boolean {
  switch (option) {
    case 'from':
      if (seesQueuedOnly(variant)) return filter.from.length === 0;
      return !filter.from.some(({ kind }) => kind === 'command');
    case 'fromUsers':
      // Whether a process sent it, only the stack tells of what has no code.
      return !seesQueuedOnly(variant) || filter.fromUsers.length === 0;
    case 'to':
      // Of the target, core knows no more than a thread's id and name, and 0.11 can't compare that.
      return variant === 'core'
        ? filter.to.length === 0
        : !filter.to.some(({ kind }) => kind === 'command');
    case 'either':
      return variant === 'core' || seesQueuedOnly(variant)
        ? filter.either.length === 0
        : !filter.either.some(({ kind }) => kind === 'command');
    case 'toUsers':
      return variant !== 'core' || filter.toUsers.length === 0;
    case 'users':
    case 'codes':
      return (variant !== 'core' && !seesQueuedOnly(variant)) || filter[option].length === 0;
    case 'fromUnits':
    case 'toUnits':
    case 'fromContainers':
    case 'toContainers':
    case 'toPods':
      return filter[option].length === 0;
    case 'origins':
      return filter.origins.except && filter.origins.names.length === 0;
    default:
      return true;
  }
}

/** The predicate of the probe: the cheap first question, by signal number alone. */
export function wantedCondition(filter: Filter, variant: Variant): string {
  const { early, mostCompared } = termsOf(variant);
  return wantedOf(filter, early, mostCompared);
}

/** The same for a probe that sees what becomes of signals. */
export function wantedLater(filter: Filter): string {
  return wantedCondition(filter, 'full');
}

function wantedOf({ signals }: Filter, field: string, mostCompared: number): string {
  const { except, numbers } = signals;
  if (except && numbers.length === 0) return '1';
  const own = [SIGURG, SIGWINCH];
  if (except && numbers.length + own.length <= mostCompared) {
    const others = every(numbers.map((signo) => `${field} != ${signo}`));
    return either([...own.map((signo) => `${field} == ${signo}`), others]);
  }
  const wanted = (signo: number) => own.includes(signo) || numbers.includes(signo) !== except;
  return oneOf(field, ALL.filter(wanted), mostCompared);
}

/** What else must hold for a signal to be traced. */
export function filterCondition(filter: Filter, variant: Variant): string {
  const { ownFrom, ownTo, result } = termsOf(variant);
  const can = (option: keyof Filter) => kernelCanMatch(option, filter, variant);
  const clauses = [
    // What the keeper tells itself is for the program, not for the reader.
    filter.withSelf ? either([`${ownFrom} != ${KEEPER}`, `${ownTo} != ${KEEPER}`]) : '',
    signalClause(filter, variant),
    filter.withSelf ? '' : othersClause(variant),
    sentClause(
      [
        can('from') ? either(filter.from.map((who) => fromClause(who, variant))) : '',
        can('fromUsers') ? either(filter.fromUsers.map((user) => `uid == (uint64)${user}`)) : '',
      ],
      variant,
    ),
    can('to') ? either(filter.to.map((who) => toClause(who, variant))) : '',
    can('either')
      ? either(
          filter.either.flatMap((who) => [
            sentClause([fromClause(who, variant)], variant),
            toClause(who, variant),
          ]),
        )
      : '',
    can('toUsers') ? either(filter.toUsers.map(toUserClause)) : '',
    can('users') ? either(filter.users.flatMap((user) => userClauses(user, variant))) : '',
    can('codes') ? either(filter.codes.map(codeClause)) : '',
    either(filter.results.map((name) => result(RESULTS.indexOf(name)))),
  ];
  return every(clauses.filter((clause) => clause !== ''));
}

/** What must hold for a failed call, of those who make it; `$sig` is the signal that it asks for. */
export function attemptCondition(filter: Filter): string {
  const from = kernelCanMatch('from', filter, 'full') ? filter.from : [];
  const clauses = [
    attemptSignalClause(filter),
    filter.withSelf ? '' : every(TRACER_PIDS.map((pid) => `${termsOf('full').ownFrom} != ${pid}`)),
    either(from.map((who) => fromClause(who, 'full'))),
    either(filter.fromUsers.map((user) => `uid == (uint64)${user}`)),
  ];
  return every(clauses) || '1 == 1';
}

/** Of calls that ask for no signal (0), or for one that there is not, nothing is left out unnamed. */
function attemptSignalClause({ signals: { except, numbers } }: Filter): string {
  if (numbers.length === 0) return '';
  const named = every([
    '$sig >= 0',
    '$sig <= 64',
    oneOf('$sig', numbers, termsOf('full').mostCompared),
  ]);
  return except ? `!${named}` : named;
}

/**
 * What the noise filter holds back: what floods every host and neither ends nor stops a process.
 * Timers, SIGIO and signals to oneself count as noise only where the target's handler could be
 * read and is not the default one, since by default they would end it.
 */
export function noiseCondition(filter: Filter, variant: Variant): string {
  // Who names an origin or a code wants to see all that has it.
  const named = filter.codes.length > 0 || !filter.origins.except;
  if (!filter.hideNoise || named) return '0';
  const { except, numbers } = filter.signals;
  const mayHide = (signo: number) => except || !numbers.includes(signo);
  const { signo, mostCompared } = termsOf(variant);
  const ignoredByDefault = [SIGCHLD, SIGURG, SIGWINCH].filter(mayHide);
  const clauses =
    ignoredByDefault.length === 0 ? [] : [oneOf(signo, ignoredByDefault, mostCompared)];
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
          every(['$from == $to', `(${termsOf('full').sent})`]),
        ]),
      ]),
    );
    // Not where it lets go on what was stopped: there it may be what makes the TERM end it.
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

/** The probe's predicate lets the tracer's two own signals through whatever was asked for. */
function signalClause({ signals: { except, numbers } }: Filter, variant: Variant): string {
  const unwanted = [SIGURG, SIGWINCH].filter((signo) => numbers.includes(signo) === except);
  return every(unwanted.map((signo) => `${termsOf(variant).signo} != ${signo}`));
}

/** Neither end is the tracer; what an interrupt brings while the tracer runs is not from it. */
function othersClause(variant: Variant): string {
  const { sent, ownFrom, ownTo } = termsOf(variant);
  return every([
    ...TRACER_PIDS.map((pid) => `${ownTo} != ${pid}`),
    either([`!(${sent})`, every(TRACER_PIDS.map((pid) => `${ownFrom} != ${pid}`))]),
  ]);
}

/** Each holds for the task on the processor, and the signal is one that a task sends. */
function sentClause(clauses: readonly string[], variant: Variant): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length === 0 ? '' : every([`(${termsOf(variant).sent})`, ...said]);
}

function fromClause(who: Who, variant: Variant): string {
  const { from, fromComms } = termsOf(variant);
  return who.kind === 'pid' ? `${from} == ${who.pid}` : nameClause(who, fromComms);
}

/** Not in the core program: see kernelCanMatch. */
function toClause(who: Who, variant: Variant): string {
  if (who.kind !== 'pid') return nameClause(who, termsOf(variant).toComms);
  // A task that was not found still has the thread id that the tracepoint gave.
  return either([`$to == ${who.pid}`, every(['$to == 0', `$tid == ${who.pid}`])]);
}

/** Of either end; not in the core program. */
function userClauses(user: number, variant: Variant): string[] {
  return [sentClause([`uid == (uint64)${user}`], variant), toUserClause(user)];
}

function toUserClause(user: number): string {
  return `($to != 0 && (int64)$target->cred->uid.val == (int64)${user})`;
}

/** A name is that of a number for some signals alone. Not in the core program. */
function codeClause(code: string | number): string {
  if (typeof code === 'number') return `$code == ${code}`;
  const { number, signals } = codeNamed(code) ?? {
    number: 0,
    signals: { except: false, numbers: [] },
  };
  const relation = signals.except ? '!=' : '==';
  const clauses = signals.numbers.map((signo) => `$sig ${relation} ${signo}`);
  return every([`$code == ${number}`, signals.except ? every(clauses) : either(clauses)]);
}

function nameClause(who: Who, comms: readonly string[]): string {
  if (who.kind !== 'name') throw new TypeError('A command line is not matched in the kernel');
  return either(comms.map((comm) => `${comm} == ${stringLiteral(who.name)}`));
}
