import { either, oneOf } from '../filter/clauses.js';
import {
  attemptCondition,
  filterCondition,
  hidesNoise,
  noiseCondition,
  wantedCondition,
  wantedLater,
} from '../filter/conditions.js';
import { type Filter, tracesAll } from '../filter/filter.js';
import { INTERPRETER_BEGINNINGS } from '../names/script.js';
import { SENDING_CALLS, type SendingCall } from '../signals/calls.js';
import { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTRAP } from '../signals/signos.js';
import { ATTEMPT } from '../wire/lines/attempt.js';
import { DELIVERY } from '../wire/lines/delivery.js';
import { EXIT } from '../wire/lines/exit.js';
import { FLOOD } from '../wire/lines/flood.js';
import { PROOF } from '../wire/lines/proof.js';
import { SIGNAL } from '../wire/lines/signal.js';
import { COUNTERS, PROBES } from '../wire/probes.js';
import { definitions } from './constants.js';
import { fragment } from './fragments.js';
import { headFragment, HEADS } from './heads.js';
import { key } from './key.js';
import { layOut } from './layout.js';
import { printfOf } from './print.js';
import type { Details, ProgramHost } from './settings.js';
import { GUARDED, type TellingPoint, tellWho, UNGUARDED } from './tell-who.js';
import { sumLines, totalLines } from './totals.js';
import type { Candidate, Variant } from './variants.js';

export type { Details, ProgramHost } from './settings.js';

/**
 * Renders the bpftrace program. The same text runs on bpftrace 0.11 to 0.27, except with
 * `sharesBodies`.
 *
 * Its positional parameters are pids: `$1` is the wrapper's (see bpftrace/wrapper.ts), `$2` to `$6`
 * are those of the tracer's other processes.
 *
 * @param filter one that `checkFilter` lets through
 */
export function renderProgram(
  filter: Filter,
  candidate: Candidate,
  host: ProgramHost,
  details: Details,
): string {
  const core = candidate.variant === 'core';
  const probes = layOut(probesOf(filter, candidate, host, details));
  const title = `Traces signals by ${core ? HEADS.full.attach : HEADS[candidate.variant].attach}${
    candidate.tracksOutcomes ? ', and what becomes of them' : ''
  }${core ? "; the kernel's types cannot be read here" : ''}.`;
  return [
    `${key(title, probes, core)}\n`,
    // Without BTF the types come from headers, which lack this one. With BTF it does no harm.
    '#define pid_t int\n',
    `${definitions(probes)}\n`,
    probes,
  ].join('');
}

/** The probes, before the layout. */
function probesOf(
  filter: Filter,
  { variant, tracksOutcomes }: Candidate,
  host: ProgramHost,
  details: Details,
): string {
  const wanted = wantedCondition(filter, variant);
  const conditions = {
    wanted,
    filter: filterCondition(filter, variant),
    noise: noiseCondition(filter, variant),
  };
  // A program that traces signals alone cannot be interrupted by another of its probes.
  const idle = tracksOutcomes ? '@in_probe[cpu] <= nsecs' : '1 == 1';
  const attempts = tracksOutcomes && details.attempts;
  // The core program does not see who handles what.
  const thins = variant !== 'core' && hidesNoise(filter);
  const parts = {
    idle,
    skip: tracksOutcomes ? fragment('in_probe') : '',
    task: fragment('task'),
    layout: fragment('layout'),
    who: fragment('who', { hash: details.arguments ? fragment('hash_arguments') : '' }),
    call: host.arch === 'x64' ? fragment('call_x86_64') : '',
    limits: fragment('limits'),
    own: ownPid(host, '$own', '$from', '$task->group_leader'),
    ownTo: ownPid(host, '$own_to', '$to', '$target->group_leader'),
    exes: exeNames(conditions.filter),
  };
  // The kernel delivers every fatal signal as SIGKILL.
  const taken = `(${wantedLater(filter)} || args->sig == 9)`;
  const points: TellingPoint[] = [];
  const texts: string[] = [];
  if (variant === 'core') {
    texts.push(
      fragment('signal_generate_core', {
        ...conditions,
        proof: printfOf(PROOF, { core: true }),
        printf: printfOf(SIGNAL, { core: true }),
      }),
    );
  } else {
    texts.push(signalProbe(variant, { ...conditions, ...parts }, details, thins));
    points.push({ attach: HEADS[variant].attach, wanted, guard: UNGUARDED });
  }
  if (tracksOutcomes) {
    const told = thins ? NOT_THINNED : '';
    const whose = tracesAll(filter, SIGTRAP) ? `${TRACKED} || ${OF_PERF}` : TRACKED;
    const deliver = { wanted: taken, ...parts, whose, told, printf: printfOf(DELIVERY) };
    const exit = { ...parts, ...GUARDED, printf: printfOf(EXIT) };
    texts.push(fragment('signal_deliver', deliver), fragment('sched_process_exit', exit));
    points.push(
      { attach: 'tracepoint:signal:signal_deliver', wanted: taken, guard: UNGUARDED },
      { attach: 'tracepoint:sched:sched_process_exit', wanted: '1 == 1', guard: GUARDED },
    );
  }
  for (const [number, call] of (attempts ? SENDING_CALLS : []).entries()) {
    const attempted = attemptCondition(filter);
    const exes = exeNames(attempted);
    texts.push(attemptProbe(call, number, { ...parts, exes, filter: attempted }));
    const attach = `tracepoint:syscalls:sys_exit_${call.name}`;
    points.push({ attach, wanted: '(int64)args->ret < 0', guard: GUARDED });
  }
  const counters = PROBES.slice(0, tracksOutcomes ? (attempts ? 4 : 3) : 1).map(
    (probe) => COUNTERS[probe],
  );
  return [
    ...texts,
    ticks(counters, host.possibleCpus, idle, thins),
    counts(
      [
        ...(filter.hideNoise ? ['@hidden'] : []),
        ...(thins ? ['@thinned'] : []),
        ...(tracksOutcomes ? ['@skipped'] : []),
      ],
      idle,
    ),
    ...tellWho(points, parts, host, details),
  ].join('\n');
}

type TypedVariant = Exclude<Variant, 'core'>;
type Parts = Readonly<Record<string, string>>;

/** Whoever asks a process to stop by these is always told of. */
const NEVER_THINNED = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
const TRACKED = '@tracked[$from] == 1';
/** No program sees what sends it. */
const OF_PERF = '(args->sig == SIGTRAP && args->code == TRAP_PERF)';
/** The condition that a delivery is not of a signal that was left out. */
const NOT_THINNED =
  ' && (args->sig >= FIRST_REALTIME || (uint64)args->sa_handler < 2 || @passing[(((uint64)$from & PASSING_MASK) << 5) | (uint64)args->sig] != $from)';

function signalProbe(
  variant: TypedVariant,
  parts: Parts,
  details: Details,
  thins: boolean,
): string {
  const { attach, comm, errno, group, result, frames } = HEADS[variant];
  const values = { comm, errno, group, result, frames: String(frames) };
  const slept = '(uint64)$leader->start_boottime - (uint64)$leader->start_time';
  const asking = oneOf('$sig', NEVER_THINNED, 0);
  return fragment('signal_generate', {
    ...parts,
    attach,
    flood: thins ? fragment('flood', { asking, result, printf: printfOf(FLOOD) }) : '',
    head: headFragment(variant),
    lean: details.stacks ? '' : ' || 1 == 1',
    proof: printfOf(PROOF, { values: { slept } }),
    brief: printfOf(SIGNAL, { values, withoutLast: true }),
    printf: printfOf(SIGNAL, { values }),
  });
}

/** The probes of one system call. They name its fields as its tracepoint does. */
function attemptProbe({ name, first, thread }: SendingCall, number: number, parts: Parts): string {
  return fragment('attempt', {
    ...parts,
    ...GUARDED,
    syscall: name,
    first: `args->${first}`,
    thread: thread === undefined ? '0' : `args->${thread}`,
    printf: printfOf(ATTEMPT, { values: { number: String(number) } }),
  });
}

function ticks(
  counters: readonly string[],
  possibleCpus: number,
  idle: string,
  thins: boolean,
): string {
  return fragment('tick', {
    idle,
    floods: thins ? fragment('flood_ends', { printf: printfOf(FLOOD) }) : '',
    written: counters.map((counter) => `${counter}[cpu]`).join(' + '),
    sum: sumLines(counters, possibleCpus),
    totals: totalLines(counters, possibleCpus),
  });
}

function counts(maps: readonly string[], idle: string): string {
  if (maps.length === 0) return '';
  return fragment('counts', { idle, prints: maps.map((map) => `print(${map});`).join('\n') });
}

/** Reads the names of the programs that a condition compares. */
function exeNames(condition: string): string {
  const ends = [
    ['$from_exe', '$task'],
    ['$to_exe', '$target'],
  ] as const;
  return ends
    .filter(([exe]) => condition.includes(exe))
    .map(([exe, task]) => {
      const interpreters = condition.includes(`${exe} == 0`)
        ? fragment('interpreters', { exe, names: interpreterClause(exe) })
        : '';
      return fragment('exe_name', { exe, task, interpreters });
    })
    .join('');
}

function interpreterClause(exe: string): string {
  return either(
    INTERPRETER_BEGINNINGS.map((name) => `(${exe} & FIRST_${name.length}) == NAME_${name}`),
  );
}

/** The pid of one end in the tracer's pid namespace. */
function ownPid({ pidNamespace }: ProgramHost, own: string, pid: string, leader: string): string {
  return pidNamespace === undefined
    ? `  ${own} = ${pid};\n`
    : fragment('own_pid', { own, leader, namespace: String(pidNamespace) });
}
