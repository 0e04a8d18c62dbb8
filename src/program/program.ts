import { checkFilter } from '../filter/check-filter.js';
import {
  attemptCondition,
  filterCondition,
  noiseCondition,
  wantedCondition,
  wantedLater,
} from '../filter/conditions.js';
import type { Filter } from '../filter/filter.js';
import { SENDING_CALLS, type SendingCall } from '../signals/calls.js';
import {
  ARGUMENT_LINES,
  ARGUMENTS,
  MOST_ARGUMENT_BYTES,
  WORDS_PER_LINE,
} from '../wire/lines/arguments.js';
import { ATTEMPT } from '../wire/lines/attempt.js';
import { DELIVERY } from '../wire/lines/delivery.js';
import { EXIT } from '../wire/lines/exit.js';
import { ANCESTOR, MOST_ANCESTORS, PROCESS } from '../wire/lines/process.js';
import { PROOF } from '../wire/lines/proof.js';
import { SIGNAL } from '../wire/lines/signal.js';
import { COUNTERS, PROBES } from '../wire/probes.js';
import { definitions } from './constants.js';
import { fragment } from './fragments.js';
import { headFragment, HEADS } from './heads.js';
import { key } from './key.js';
import { layOut } from './layout.js';
import { printfOf } from './print.js';
import { sumLines, totalLines } from './totals.js';
import type { Candidate, Variant } from './variants.js';

/** How much the probe tells beside the signals. */
export interface Details {
  /** Command lines: they may hold secrets, and cost most. */
  readonly arguments: boolean;
  /** Kernel stacks, where no system call is proven. */
  readonly stacks: boolean;
  /** Calls that fail, which the core program can't tell of. */
  readonly attempts: boolean;
}

export interface ProgramHost {
  /** CPUs that the kernel could ever bring up. */
  readonly possibleCpus: number;
  /** As Node names it: "x64". */
  readonly arch: string;
  /** Tasks have a loginuid (CONFIG_AUDIT). */
  readonly audit: boolean;
  /** Inode of the pid namespace that this process is in, where it is not the initial one. */
  readonly pidNamespace: number | undefined;
  /** This bpftrace runs one body at several attach points rightly: from 0.23 on. */
  readonly sharesBodies?: boolean;
}

/**
 * The text of the bpftrace program. But for `sharesBodies` the same text runs on bpftrace 0.11 to 0.27.
 *
 * Its positional parameters are pids: `$1` the wrapper's (see bpftrace/wrapper.ts), `$2` to `$6` the
 * tracer's other ones.
 *
 * @throws SignalsTraceError `usage` for a filter with impossible values
 */
export function renderProgram(
  filter: Filter,
  candidate: Candidate,
  host: ProgramHost,
  details: Details,
): string {
  checkFilter(filter);
  const core = candidate.variant === 'core';
  const probes = layOut(probesOf(filter, candidate, host, details));
  const title = `Traces signals by ${core ? HEADS.full.attach : HEADS[candidate.variant].attach}${
    candidate.tracksOutcomes ? ', and what becomes of them' : ''
  }${core ? "; the kernel's types cannot be read here" : ''}.`;
  return [
    `${key(title, probes, core)}\n`,
    // Without BTF the types come from headers, which lack this one; with BTF it does no harm.
    '#define pid_t int\n',
    `${definitions(probes)}\n`,
    probes,
  ].join('');
}

/** The probes, not yet laid out. */
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
  // Where nothing but signals is traced, no event comes in the middle of another.
  const idle = tracksOutcomes ? '@in_probe[cpu] <= nsecs' : '1 == 1';
  const attempts = tracksOutcomes && details.attempts;
  const parts = {
    idle,
    skip: tracksOutcomes ? fragment('in_probe') : '',
    task: fragment('task'),
    layout: fragment('layout'),
    who: fragment('who', { hash: details.arguments ? fragment('hash_arguments') : '' }),
    call: host.arch === 'x64' ? fragment('call_x86_64') : '',
    own: ownPid(host, '$own', '$from', '$task->group_leader'),
    ownTo: ownPid(host, '$own_to', '$to', '$target->group_leader'),
  };
  // A fatal signal is delivered as SIGKILL, whichever it is.
  const taken = `(${wantedLater(filter)} || args->sig == 9)`;
  const told: Told[] = [];
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
    texts.push(signalProbe(variant, { ...conditions, ...parts }, details));
    told.push({ attach: HEADS[variant].attach, wanted, guard: UNGUARDED });
  }
  if (tracksOutcomes) {
    const deliver = { wanted: taken, ...parts, printf: printfOf(DELIVERY) };
    const exit = { ...parts, ...GUARDED, printf: printfOf(EXIT) };
    texts.push(fragment('signal_deliver', deliver), fragment('sched_process_exit', exit));
    told.push(
      { attach: 'tracepoint:signal:signal_deliver', wanted: taken, guard: UNGUARDED },
      { attach: 'tracepoint:sched:sched_process_exit', wanted: '1 == 1', guard: GUARDED },
    );
  }
  for (const [number, call] of (attempts ? SENDING_CALLS : []).entries()) {
    texts.push(attemptProbe(call, number, { ...parts, filter: attemptCondition(filter) }));
    const attach = `tracepoint:syscalls:sys_exit_${call.name}`;
    told.push({ attach, wanted: '(int64)args->ret < 0', guard: GUARDED });
  }
  const counters = PROBES.slice(0, tracksOutcomes ? (attempts ? 4 : 3) : 1).map(
    (probe) => COUNTERS[probe],
  );
  return [
    ...texts,
    ticks(counters, host.possibleCpus, idle),
    filter.hideNoise ? fragment('counts', { idle, map: '@hidden' }) : '',
    tracksOutcomes ? fragment('counts', { idle, map: '@skipped' }) : '',
    ...tellWho(told, parts, host, details),
  ].join('\n');
}

type TypedVariant = Exclude<Variant, 'core'>;
type Parts = Readonly<Record<string, string>>;

/** An attach point at which a second program tells who the process on the processor is. */
interface Told {
  readonly attach: string;
  readonly wanted: string;
  readonly guard: Readonly<Record<'enter' | 'leave', string>>;
}

function signalProbe(variant: TypedVariant, parts: Parts, details: Details): string {
  const { attach, comm, errno, group, result, frames } = HEADS[variant];
  const values = { comm, errno, group, result, frames: String(frames) };
  const slept = '(uint64)$leader->start_boottime - (uint64)$leader->start_time';
  return fragment('signal_generate', {
    ...parts,
    attach,
    head: headFragment(variant),
    lean: details.stacks ? '' : ' || 1 == 1',
    proof: printfOf(PROOF, { values: { slept } }),
    brief: printfOf(SIGNAL, { values, withoutLast: true }),
    printf: printfOf(SIGNAL, { values }),
  });
}

/** The probes of one system call, which name its fields as its tracepoint does. */
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

function ticks(counters: readonly string[], possibleCpus: number, idle: string): string {
  return fragment('tick', {
    idle,
    written: counters.map((counter) => `${counter}[cpu]`).join(' + '),
    sum: sumLines(counters, possibleCpus),
    totals: totalLines(counters, possibleCpus),
  });
}

/** One program for all attach points where bpftrace can, else a copy for each. */
function tellWho(
  told: readonly Told[],
  parts: Parts,
  host: ProgramHost,
  details: Details,
): string[] {
  const render = (values: Parts) =>
    fragment('tell_who', {
      ...parts,
      ...values,
      printf: printfOf(PROCESS, {
        values: { loginuid: host.audit ? '$task->loginuid.val' : '-1' },
      }),
      ancestors: ancestorLines(),
      length: details.arguments ? LENGTH : '',
      arguments: details.arguments ? argumentLines() : '',
    });
  if (host.sharesBodies === true && told.length > 1) {
    const attach = told.map(({ attach }) => attach).join(',\n');
    return [render({ attach, wanted: '@untold[cpu] != 0', ...GUARDED })];
  }
  const copies = told.map(({ attach, wanted, guard }) =>
    render({ attach, wanted: `${wanted} && @untold[cpu] != 0`, ...guard }),
  );
  return copies.length > 1 ? [COPIES, ...copies] : copies;
}

const COPIES =
  '// The rest is one program, a copy for each attach point: bpftrace before 0.23 runs the wrong one\n' +
  '// where several attach points share a program, and says nothing.\n';

/** A program that others may come in the middle of: see busy.bt. */
const GUARDED = {
  enter: '@in_probe[cpu] = nsecs + (uint64)SECOND_NS;\n',
  leave: '@in_probe[cpu] = (uint64)0;\n',
};
/** One that runs to its end, with interrupts off. */
const UNGUARDED = { enter: '', leave: '' };

/** The pid of one end as the tracer's own are counted. */
function ownPid({ pidNamespace }: ProgramHost, own: string, pid: string, leader: string): string {
  return pidNamespace === undefined
    ? `  ${own} = ${pid};\n`
    : fragment('own_pid', { own, leader, namespace: String(pidNamespace) });
}

const LENGTH = '      $length = (uint64)$task->mm->arg_end - $arg_start;';

/** From the parent up, as long as there is one. */
function ancestorLines(): string {
  return [
    '$ancestor = (struct task_struct *)$leader->real_parent;',
    '$depth = 0;',
    `unroll (${MOST_ANCESTORS}) {`,
    'if ($ancestor->tgid > 0) {',
    printfOf(ANCESTOR),
    '}',
    '$ancestor = (struct task_struct *)$ancestor->real_parent;',
    '$depth++;',
    '}',
  ].join('\n');
}

/** A loop, since compiling each line anew would take bpftrace as long as all the rest. */
function argumentLines(): string {
  const bytes = MOST_ARGUMENT_BYTES / ARGUMENT_LINES;
  const words = Array.from(
    { length: WORDS_PER_LINE },
    (_, i) => `*(uint64 *)uptr($at + (uint64)${8 * i})`,
  ).join(', ');
  return [
    '$at = $arg_start;',
    '$line = 0;',
    `while ($line < ${ARGUMENT_LINES}) {`,
    `if ($length > (uint64)${bytes} * (uint64)$line) {`,
    printfOf(ARGUMENTS, { values: { words } }),
    '}',
    `$at = $at + (uint64)${bytes};`,
    '$line++;',
    '}',
  ].join('\n');
}
