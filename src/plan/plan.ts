import {
  ADD_HOST_CGROUPS,
  ADD_HOST_PIDS,
  fixForRights,
  isContainer,
} from '../bpftrace/container.js';
import { cutTypes } from '../bpftrace/cut-types.js';
import { bufferPageBytes } from '../bpftrace/environment.js';
import { atLeast, type Bpftrace, findBpftrace, onPath } from '../bpftrace/find.js';
import { readKernelTypes } from '../bpftrace/kernel-types.js';
import { SignalsTraceError } from '../errors.js';
import { checkFilter } from '../filter/check-filter.js';
import { asksForPlaces, type Filter, seesAll, TRACE_ALL } from '../filter/filter.js';
import { type Host, readHost } from '../host/host.js';
import { type Details, renderProgram } from '../program/program.js';
import {
  type Candidate,
  PROBE_CHOICES,
  type ProbeChoice,
  seesQueuedOnly,
} from '../program/variants.js';
import { SIGCONT } from '../signals/signos.js';
import { bufferPages } from './buffer.js';
import { candidatesFor } from './candidates.js';
import { probeRefused } from './fallback.js';
import { type KernelSkips, kernelSkips } from './kernel-skips.js';

/** Options that decide which program runs, and how. */
export interface PlanOptions {
  /** What to trace; by default everything. */
  readonly filter?: Partial<Filter>;
  /** The kind of probe; `auto`, the default, takes the richest that can be attached. */
  readonly probe?: ProbeChoice;
  /** bpftrace to run instead of the first on PATH. */
  readonly bpftrace?: string;
  /** Memory for all of bpftrace's buffers together, bytes. */
  readonly bufferBytes?: number;
  /** Record command lines of both ends. They may hold secrets; false leaves them out. */
  readonly commandLines?: boolean;
  /** Neither kernel stacks nor command lines: cheaper for senders, and fewer origins are known. */
  readonly lean?: boolean;
  /** Record failed calls of the kill family too. Every system call of the host costs a little more. */
  readonly attempts?: boolean;
}

/** One program to try. */
export interface Program extends Candidate {
  readonly text: string;
  /** bpftrace is given only the kernel's types that it uses, and starts in two fifths of the time. */
  readonly cutsTypes: boolean;
  /** These types; undefined where bpftrace reads all. */
  readonly types: Uint8Array | undefined;
  readonly skips: KernelSkips;
}

/** Everything that a trace of this host needs to start. */
export interface Plan {
  readonly bpftrace: Bpftrace;
  readonly host: Host;
  readonly sudo: boolean;
  readonly bufferPages: number;
  /** The filter with its defaults. */
  readonly filter: Filter;
  readonly details: Details;
  /** The options ask for no kernel stacks. */
  readonly lean: boolean;
  /** The kind of probe asked for. */
  readonly probe: ProbeChoice;
  /** From the richest program to the simplest: if one is refused, the next runs. */
  readonly programs: readonly [Program, ...Program[]];
  /** Every SIGCONT to a target is traced. By default it is ignored, and not all probes see that. */
  readonly seesContinue: boolean;
}

/**
 * Reads this host's facts and makes the programs for it. Runs nothing but `bpftrace --version`.
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
  const filter = { ...TRACE_ALL, ...options.filter };
  checkFilter(filter);
  const { lean = false, commandLines = true, attempts = false } = options;
  const probe = checked(options.probe ?? 'auto');
  const finding = findBpftrace(options.bpftrace);
  // Node has time while bpftrace says its version.
  const kernelTypes = readKernelTypes();
  const bpftrace = await finding;
  const host = readHost();
  // bpftrace 0.11 cannot read a newer kernel's types, and its formats are too short for them.
  const typed = host.btf && atLeast(bpftrace, 12);
  const details: Details = {
    arguments: commandLines && !lean,
    // Without symbols bpftrace searches them anew for each stack, for half a second.
    stacks: !lean && host.symbols,
    attempts,
  };
  const candidates = candidatesFor(probe, {
    typed,
    ownPids: host.pidNamespace !== undefined,
    // Only root may look into tracefs; another user's bpftrace runs as root.
    noTracepoints: host.root && host.tracing === undefined,
    raw: atLeast(bpftrace, 23),
    realtime: host.realtime,
  });
  const programHost = { ...host, sharesBodies: atLeast(bpftrace, 23) };
  const [first, ...others] = candidates.flatMap((candidate): Program[] => {
    let text: string | undefined;
    let types: Uint8Array | undefined;
    // Most programs are never tried.
    const program: Program = {
      ...candidate,
      skips: kernelSkips(candidate.variant, host.kernel),
      get text() {
        return (text ??= renderProgram(filter, candidate, programHost, details));
      },
      cutsTypes: false,
      types: undefined,
    };
    if (!kernelTypes.known || !mayCutTypes(candidate, bpftrace)) return [program];
    const withItsTypes: Program = {
      ...candidate,
      skips: program.skips,
      get text() {
        return program.text;
      },
      cutsTypes: true,
      get types() {
        return (types ??= cutTypes(kernelTypes, program.text));
      },
    };
    // A program that is refused with some of the types is tried with all of them.
    return [withItsTypes, program];
  });
  if (first === undefined) {
    throw probeRefused(
      probe,
      typed
        ? 'on a real-time kernel, other tasks would run in the middle of it'
        : "it needs the kernel's types (BTF), and bpftrace 0.12 or newer",
    );
  }
  const mayLoad = host.root || (host.mayLoadPrograms && atLeast(bpftrace, 25));
  return {
    bpftrace,
    host,
    sudo: !mayLoad,
    filter,
    details,
    lean,
    probe,
    bufferPages: bufferPages(
      {
        perCpu: !atLeast(bpftrace, 19),
        cpus: host.possibleCpus,
        memoryBytes: host.memoryBytes,
        pageBytes: bufferPageBytes(bpftrace, host),
      },
      options.bufferBytes,
    ),
    programs: [first, ...others],
    seesContinue:
      seesAll(filter, SIGCONT) &&
      !candidates.some(({ variant, tracksOutcomes }) => tracksOutcomes && seesQueuedOnly(variant)),
  };
}

/** Whether a program for this bpftrace can do with some of the kernel's types. */
function mayCutTypes({ variant }: Candidate, bpftrace: Bpftrace): boolean {
  // A function's arguments are found among all types; from 0.24 on raw tracepoints are functions.
  return (variant === 'full' || variant === 'rawtracepoint') && !atLeast(bpftrace, 24);
}

/** The programs that differ in more than the types they are given. */
export function distinctPrograms({ programs }: Plan): Plan['programs'] {
  return programs.filter(({ cutsTypes }) => !cutsTypes) as readonly Program[] as Plan['programs'];
}

/** A caller of the library may use no types. */
function checked(probe: ProbeChoice): ProbeChoice {
  if (PROBE_CHOICES.includes(probe)) return probe;
  throw new SignalsTraceError(
    'usage',
    `There is no kind of probe ${JSON.stringify(probe)}`,
    `give ${PROBE_CHOICES.join(', ')}`,
  );
}

/** Fields that this program cannot give on this host. */
export function absentFields(
  { host, details }: Plan,
  { variant, tracksOutcomes }: Candidate,
): string[] {
  const fields = [
    ...(variant === 'core' ? BY_TYPES : []),
    ...(seesQueuedOnly(variant) ? BY_OTHER_PROBES : []),
    ...(tracksOutcomes ? [] : BY_OUTCOMES),
    ...(!tracksOutcomes && details.attempts ? ['attempt'] : []),
    ...(details.arguments ? [] : ['cmdline', 'cmd']),
    ...(details.stacks && variant !== 'core' ? [] : ['origin']),
    ...(host.audit ? [] : ['loginuid']),
    ...(host.readsPrograms && host.pidNamespace === undefined ? [] : OF_PROGRAMS),
    ...(host.pidNamespace === undefined ? [] : BY_STATUS),
    ...(host.pidNamespace === undefined && host.cgroups.told ? [] : BY_CGROUPS),
  ];
  return [...new Set(fields)];
}

/** Fields read from /proc by the host's pids: another process's program. */
const OF_PROGRAMS = ['exe', ...['cmdline', 'cmd'].map(ofTarget)];

/** Outcomes read from /proc, by the host's pids. */
const BY_STATUS = ['outcome=stopped', 'outcome=pending'];

const BY_CGROUPS = ['cgroup', 'unit', 'container', 'pod'];

/** Fields that need the kernel's types. */
const BY_TYPES = [
  // The tracepoint itself has only the target's tid and name.
  ...['pid', 'uid', 'gid', 'user'].map(ofTarget),
  ...['cgroup', 'cgroup_id', 'unit', 'container', 'pod'].map(ofTarget),
  // Without the sender's start time nothing in /proc is proven to be the sender's.
  ...['loginuid', 'exe', 'cmdline', 'cmd', 'ppid', 'nspid', 'start_time'],
  ...['ignored_why', 'group_id', 'oom'],
];

/** Fields that need more tracepoints than signal_generate. */
const BY_OUTCOMES = ['outcome', 'exit', 'escalation'];

/** Results that complete_signal does not see, and fields that it gives for some signals only. */
const BY_OTHER_PROBES = [
  'result=ignored',
  'result=already_pending',
  'result=overflow_fail',
  'result',
  'ignored_why',
  'code',
  'si_code',
  'errno',
];

function ofTarget(field: string): string {
  return `target.${field}`;
}

/** @throws SignalsTraceError if the host's facts already rule out a trace with this plan */
export function requireTraceable({ host, sudo, programs, filter }: Plan): void {
  if (host.pidNamespace !== undefined && programs[0].variant === 'core') {
    throw new SignalsTraceError(
      'no_permission',
      "signals-trace runs in a pid namespace of its own, and cannot report host pids there without the kernel's types (BTF)",
      ADD_HOST_PIDS,
    );
  }
  if (!host.cgroups.told && asksForPlaces(filter)) {
    throw new SignalsTraceError(
      'no_permission',
      'signals-trace runs in a cgroup namespace of its own, and cannot report units, containers and pods there',
      ADD_HOST_CGROUPS,
    );
  }
  if (sudo && onPath('sudo') === undefined) {
    throw new SignalsTraceError(
      'no_permission',
      'bpftrace needs root, and sudo is not installed',
      isContainer(host) ? fixForRights(host) : 'run it as root',
    );
  }
}

/** The facts that a maintainer asks for, one a line. */
export function describePlan(made: Plan): string[] {
  const { bpftrace, host, sudo, bufferPages } = made;
  return [
    `bpftrace ${bpftrace.version} at ${bpftrace.path}${sudo ? ', by sudo' : ''}`,
    ...(Object.entries(host) as [string, Host[keyof Host]][]).map(
      ([fact, found]) => `host ${fact}: ${stated(found)}`,
    ),
    `buffer pages: ${bufferPages}`,
    `programs to try: ${distinctPrograms(made)
      .map(({ variant }) => variant)
      .join(', ')}`,
  ];
}

function stated(found: Host[keyof Host]): string {
  return typeof found === 'object' ? JSON.stringify(found) : String(found ?? 'unknown');
}
