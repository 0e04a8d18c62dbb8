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
import { fragment } from './fragments.js';
import { headFragment, HEADS } from './heads.js';
import { sumLines, totalLines } from './totals.js';
import type { Candidate, Variant } from './variants.js';

/** Bytes of arguments in one line, as numbers of 8 bytes. */
const WORDS_PER_LINE = 16;
const LINES_OF_ARGUMENTS = 8;
/** Told of the sender, from its parent up. */
const ANCESTORS = 4;
/** Bytes of a command line that the probe can carry; of longer ones the rest is cut off. */
export const MOST_ARGUMENT_BYTES = 8 * WORDS_PER_LINE * LINES_OF_ARGUMENTS;

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
}

/** The maps that count what each CPU has written, in the order of PROBES (see source-record.ts). */
const COUNTERS = ['@total', '@delivered', '@exited', '@attempted'] as const;

/**
 * The text of the bpftrace program. The same text runs on bpftrace 0.11 to 0.27.
 *
 * Its positional parameters are pids: `$1` the keeper's (see bpftrace/keeper.ts), `$2` to `$6`
 * the tracer's other ones.
 *
 * @throws SignalsTraceError `usage` for a filter with values that can't be
 */
export function renderProgram(
  filter: Filter,
  { variant, tracksOutcomes }: Candidate,
  host: ProgramHost,
  details: Details,
): string {
  checkFilter(filter);
  const wanted = wantedCondition(filter, variant);
  const conditions = {
    wanted,
    filter: filterCondition(filter, variant),
    noise: noiseCondition(filter, variant),
  };
  // Where nothing but signals is traced, they come in the middle of nothing.
  const idle = tracksOutcomes ? '@busy[cpu] <= nsecs' : '1 == 1';
  const parts = {
    idle,
    busy: tracksOutcomes ? fragment('busy') : '',
    task: fragment('task'),
    layout: fragment('layout'),
    who: fragment('who', { hash: details.arguments ? fragment('hash_arguments') : '' }),
    call: host.arch === 'x64' ? fragment('call_x86_64') : '',
    own: ownPid(host, '$own', '$from', '$task->group_leader'),
    ownTo: ownPid(host, '$own_to', '$to', '$target->group_leader'),
  };
  const tellWho = (attach: string, wanted: string, guard = UNGUARDED) =>
    fragment('tell_who', {
      ...parts,
      ...guard,
      attach,
      wanted,
      loginuid: host.audit ? '$task->loginuid.val' : '-1',
      ancestors: ancestorLines(),
      length: details.arguments ? LENGTH : '',
      arguments: details.arguments ? argumentLines() : '',
    });
  // A fatal signal is delivered as SIGKILL, whichever it is.
  const taken = `(${wantedLater(filter)} || args->sig == 9)`;
  const attempts = tracksOutcomes && details.attempts;
  const counters = COUNTERS.slice(0, tracksOutcomes ? (attempts ? 4 : 3) : 1);
  const written = counters.map((counter) => `${counter}[cpu]`).join(' + ');
  return [
    // Without BTF the types come from headers, which lack this one; with BTF it does no harm.
    '#define pid_t int\n',
    ...(variant === 'core'
      ? [fragment('signal_generate_core', conditions)]
      : [
          fragment('signal_generate', {
            ...conditions,
            ...parts,
            ...headOf(variant),
            lean: details.stacks ? '' : ' || 1 == 1',
          }),
          tellWho(HEADS[variant].attach, wanted),
        ]),
    ...(tracksOutcomes
      ? [
          fragment('signal_deliver', { wanted: taken, ...parts }),
          tellWho('tracepoint:signal:signal_deliver', taken),
          fragment('sched_process_exit', { ...parts, ...GUARDED }),
          tellWho('tracepoint:sched:sched_process_exit', '1 == 1', GUARDED),
        ]
      : []),
    ...(attempts ? SENDING_CALLS : []).flatMap((call, number) => [
      fragment('attempt', {
        ...parts,
        ...GUARDED,
        ...fieldsOf(call),
        number: String(number),
        filter: attemptCondition(filter),
      }),
      tellWho(`tracepoint:syscalls:sys_exit_${call.name}`, '(int64)args->ret < 0', GUARDED),
    ]),
    fragment('tick', {
      idle,
      written,
      sum: sumLines(counters, host.possibleCpus),
      totals: totalLines(counters, host.possibleCpus),
    }),
    filter.hideNoise ? fragment('counts', { idle, map: '@hidden' }) : '',
    tracksOutcomes ? fragment('counts', { idle, map: '@skipped' }) : '',
  ].join('');
}

/** A program that others may come in the middle of: see busy.bt. */
const GUARDED = {
  enter: '    @busy[cpu] = nsecs + (uint64)1000000000;\n',
  leave: '    @busy[cpu] = (uint64)0;\n',
};
/** One that runs to its end, with interrupts off. */
const UNGUARDED = { enter: '', leave: '' };

/** What the body of the signals' own probe asks its head for. */
function headOf(variant: Exclude<Variant, 'core'>): Record<string, string> {
  const { attach, comm, errno, group, result, frames } = HEADS[variant];
  const head = headFragment(variant);
  return { attach, comm, errno, group, result, frames: String(frames), head };
}

/** Where the tracepoint of a call has what the fragment asks for. */
function fieldsOf({ name, first, thread }: SendingCall): Record<string, string> {
  return {
    syscall: name,
    first: `args->${first}`,
    thread: thread === undefined ? '0' : `args->${thread}`,
  };
}

/** The pid of one end as the tracer's own are counted. */
function ownPid({ pidNamespace }: ProgramHost, own: string, pid: string, leader: string): string {
  return pidNamespace === undefined
    ? `  ${own} = ${pid};\n`
    : fragment('own_pid', { own, leader, namespace: String(pidNamespace) });
}

const LENGTH = '      $length = (uint64)$task->mm->arg_end - $image;';

/** From the parent up, as long as there is one. */
function ancestorLines(): string {
  const lines = ['    $ancestor = (struct task_struct *)$leader->real_parent;'];
  for (let depth = 0; depth < ANCESTORS; depth++) {
    if (depth > 0) lines.push('    $ancestor = (struct task_struct *)$ancestor->real_parent;');
    lines.push(
      '    if ($ancestor->tgid > 0) {',
      `      printf("p|%lx|${depth}|%d|%lu|%-16s", $who, $ancestor->tgid, $ancestor->start_boottime, $ancestor->comm);`,
      '    }',
    );
  }
  return lines.join('\n');
}

/** A loop, since compiling each line anew would take bpftrace as long as all the rest. */
function argumentLines(): string {
  const bytes = 8 * WORDS_PER_LINE;
  const words = Array.from(
    { length: WORDS_PER_LINE },
    (_, i) => `*(uint64 *)uptr($at + (uint64)${8 * i})`,
  );
  const format = `a|%lx|%d${'|%lx'.repeat(WORDS_PER_LINE)}`;
  return [
    '    $at = $image;',
    '    $line = 0;',
    `    while ($line < ${LINES_OF_ARGUMENTS}) {`,
    `      if ($length > (uint64)${bytes} * (uint64)$line) {`,
    `        printf("${format}", $who, $line, ${words.join(', ')});`,
    '      }',
    `      $at = $at + (uint64)${bytes};`,
    '      $line++;',
    '    }',
  ].join('\n');
}
