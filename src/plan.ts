import { atLeast, type Bpftrace, findBpftrace, onPath } from './bpftrace/find.js';
import { type Host, readHost } from './bpftrace/host.js';
import { SignalsTraceError } from './errors.js';
import { bufferPages } from './program/buffer.js';
import type { Variant } from './program/conditions.js';
import { type Filter, TRACE_ALL } from './program/filter.js';
import { type Details, renderProgram } from './program/program.js';

/** What decides which program runs, and how. */
export interface PlanOptions {
  /** What to trace; all of it where nothing is said. */
  readonly filter?: Partial<Filter>;
  /** bpftrace to run instead of the first on PATH. */
  readonly bpftrace?: string;
  /** Bytes of memory for bpftrace's buffers, all together. */
  readonly bufferBytes?: number;
  /** Command lines of both ends; false keeps the secrets that may stand in them out. */
  readonly commandLines?: boolean;
  /** Neither kernel stacks nor command lines: cheaper for whoever sends, and fewer origins are known. */
  readonly lean?: boolean;
  /** Calls of the kill family that fail, too; every system call of the host costs a little more. */
  readonly attempts?: boolean;
}

/** One text to try. */
export interface Program {
  readonly variant: Variant;
  readonly text: string;
}

/** What would run on this host. */
export interface Plan {
  readonly bpftrace: Bpftrace;
  readonly host: Host;
  readonly sudo: boolean;
  readonly bufferPages: number;
  /** What was asked for, with what nothing was said of. */
  readonly filter: Filter;
  readonly details: Details;
  /** From the richest program to the simplest: the first is run, the next where it is refused. */
  readonly programs: readonly [Program, ...Program[]];
}

/**
 * Finds out what this host has and what would run on it. Nothing is started but
 * `bpftrace --version`.
 *
 * @throws SignalsTraceError
 */
export async function plan(options: PlanOptions): Promise<Plan> {
  if (process.platform !== 'linux') {
    throw new SignalsTraceError(
      'not_linux',
      `signals-trace reads the Linux kernel; this is ${process.platform}`,
      'run it on the Linux host, or in the virtual machine, whose signals you are after',
    );
  }
  const bpftrace = await findBpftrace(options.bpftrace);
  const host = readHost();
  const filter = { ...TRACE_ALL, ...options.filter };
  // bpftrace 0.11 reads the types of no newer kernel, and its formats are too short for them.
  const typed = host.btf && atLeast(bpftrace, 12);
  const { lean = false, commandLines = true, attempts = false } = options;
  const details: Details = { arguments: commandLines && !lean, stacks: !lean, attempts };
  const program = (variant: Variant): Program => ({
    variant,
    text: renderProgram(filter, variant, host, details),
  });
  const mayLoad = host.root || (host.mayLoadPrograms && atLeast(bpftrace, 25));
  return {
    bpftrace,
    host,
    sudo: !mayLoad,
    filter,
    details,
    bufferPages: bufferPages(
      { perCpu: !atLeast(bpftrace, 19), cpus: host.possibleCpus, memoryBytes: host.memoryBytes },
      options.bufferBytes,
    ),
    // What core asks bpftrace for, is of no use in a pid namespace of its own.
    programs:
      typed && host.pidNamespace === undefined
        ? [program('full'), program('core')]
        : [program(typed ? 'full' : 'core')],
  };
}

/** Fields that the program of this variant can't give on this host. */
export function absentFields({ host, details }: Plan, variant: Variant): string[] {
  return [
    ...(variant === 'core' ? BY_TYPES : []),
    ...(variant === 'core' && details.attempts ? ['attempt'] : []),
    ...(details.arguments ? [] : ['cmdline', 'cmd']),
    ...(details.stacks && variant !== 'core' ? [] : ['origin']),
    ...(host.audit ? [] : ['loginuid']),
    ...(host.pidNamespace === undefined ? [] : ['exe', 'cgroup']),
  ];
}

/** What needs the kernel's types. */
const BY_TYPES = [
  // Of the target its tid and name are all there is.
  ...['pid', 'uid', 'gid', 'user', 'loginuid', 'exe', 'cmdline', 'cmd'].map(ofTarget),
  ...['cgroup', 'cgroup_id', 'unit', 'container', 'pod'].map(ofTarget),
  'ppid',
  'nspid',
  'ignored_why',
  'outcome',
  'exit',
  'escalation',
  'group_id',
  'oom',
  'start_time',
];

function ofTarget(field: string): string {
  return `target.${field}`;
}

/** @throws SignalsTraceError where it shows already that this host can't be traced so */
export function requireTraceable({ host, sudo, programs }: Plan): void {
  if (host.pidNamespace !== undefined && programs[0].variant === 'core') {
    throw new SignalsTraceError(
      'no_permission',
      "signals-trace runs in a pid namespace of its own, where host pids cannot be told without the kernel's types (BTF)",
      'start the container with --pid=host',
    );
  }
  if (sudo && onPath('sudo') === undefined) {
    throw new SignalsTraceError(
      'no_permission',
      'bpftrace needs root, and there is no sudo here to run it with',
      'run it as root',
    );
  }
}

/** What a maintainer asks for, a line each. */
export function describePlan({ bpftrace, host, sudo, bufferPages, programs }: Plan): string[] {
  return [
    `bpftrace ${bpftrace.version} at ${bpftrace.path}${sudo ? ', by sudo' : ''}`,
    ...Object.entries(host).map(([fact, found]) => `host ${fact}: ${found ?? 'unknown'}`),
    `buffer pages: ${bufferPages}`,
    `programs to try: ${programs.map(({ variant }) => variant).join(', ')}`,
  ];
}
