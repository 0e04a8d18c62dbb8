import { ADD_HOST_CGROUPS, ADD_HOST_PIDS, fixForRights,isContainer } from '../bpftrace/container.js';
import { bufferPageBytes } from '../bpftrace/environment.js';
import { atLeast, type Bpftrace, findBpftrace, onPath } from '../bpftrace/find.js';
import { SignalsTraceError } from '../errors.js';
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

/** What decides which program runs, and how. */
export interface PlanOptions {
  /** What to trace; all of it where nothing is said. */
  readonly filter?: Partial<Filter>;
  /** Kind of probe to see signals by; `auto`, the default, takes the richest that can be attached. */
  readonly probe?: ProbeChoice;
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
export interface Program extends Candidate {
  readonly text: string;
  readonly skips: KernelSkips;
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
  /** No kernel stacks, on request. */
  readonly lean: boolean;
  /** The kind of probe that was asked for. */
  readonly probe: ProbeChoice;
  /** From the richest program to the simplest: the first is run, the next where it is refused. */
  readonly programs: readonly [Program, ...Program[]];
  /** Every SIGCONT to a target is traced: by default it is ignored, which not all probes see. */
  readonly seesContinue: boolean;
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
  const { lean = false, commandLines = true, attempts = false, probe = 'auto' } = options;
  const details: Details = {
    arguments: commandLines && !lean,
    // For want of symbols bpftrace looks for them anew in each stack, which takes it half a second.
    stacks: !lean && host.symbols,
    attempts,
  };
  const steps = candidatesFor(checked(probe), {
    typed,
    ownPids: host.pidNamespace !== undefined,
    // Others than root may not look, and bpftrace is run as root.
    noTracepoints: host.root && host.tracing === undefined,
    raw: atLeast(bpftrace, 23),
    realtime: host.realtime,
  });
  const [first, ...others] = steps.map((step): Program => ({
    ...step,
    text: renderProgram(filter, step, host, details),
    skips: kernelSkips(step.variant, host.kernel),
  }));
  if (first === undefined) {
    throw probeRefused(
      probe,
      typed
        ? 'on a real-time kernel, other tasks would run in the middle of it'
        : "it takes the kernel's types (BTF), and bpftrace 0.12 or newer",
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
      !steps.some(({ variant, tracksOutcomes }) => tracksOutcomes && seesQueuedOnly(variant)),
  };
}

/** A caller of the library may have no types to be held to. */
function checked(probe: ProbeChoice): ProbeChoice {
  if (PROBE_CHOICES.includes(probe)) return probe;
  throw new SignalsTraceError(
    'usage',
    `There is no kind of probe ${JSON.stringify(probe)}`,
    `give ${PROBE_CHOICES.join(', ')}`,
  );
}

/** Fields that the program of this variant can't give on this host. */
export function absentFields(
  { host, details }: Plan,
  { variant, tracksOutcomes }: Candidate,
): string[] {
  const fields = [
    ...(variant === 'core' ? BY_TYPES : []),
    ...(seesQueuedOnly(variant) ? BY_OTHER_PROBES : []),
    ...(tracksOutcomes ? [] : BY_FATES),
    ...(!tracksOutcomes && details.attempts ? ['attempt'] : []),
    ...(details.arguments ? [] : ['cmdline', 'cmd']),
    ...(details.stacks && variant !== 'core' ? [] : ['origin']),
    ...(host.audit ? [] : ['loginuid']),
    ...(host.readsPrograms && host.pidNamespace === undefined ? [] : BY_PROC),
    ...(host.pidNamespace === undefined ? [] : BY_LOOKS),
    ...(host.pidNamespace === undefined && host.cgroups.told ? [] : BY_CGROUPS),
  ];
  return [...new Set(fields)];
}

/** What is read of another's program in /proc, by the host's pids. */
const BY_PROC = ['exe', ...['cmdline', 'cmd'].map(ofTarget)];

/** What /proc shows of any process. */
const BY_LOOKS = ['outcome=stopped', 'outcome=pending'];

const BY_CGROUPS = ['cgroup', 'unit', 'container', 'pod'];

/** What needs the kernel's types. */
const BY_TYPES = [
  // Of the target its tid and name are all there is.
  ...['pid', 'uid', 'gid', 'user'].map(ofTarget),
  ...['cgroup', 'cgroup_id', 'unit', 'container', 'pod'].map(ofTarget),
  // Nor of the sender: where it is not known when it started, nothing in /proc proves to be its.
  ...['loginuid', 'exe', 'cmdline', 'cmd', 'ppid', 'nspid', 'start_time'],
  ...['ignored_why', 'group_id', 'oom'],
];

/** What takes more tracepoints than that of the signals. */
const BY_FATES = ['outcome', 'exit', 'escalation'];

/** Results that are not seen by complete_signal, and fields that it does not give of each signal. */
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

/** @throws SignalsTraceError where it shows already that this host can't be traced so */
export function requireTraceable({ host, sudo, programs, filter }: Plan): void {
  if (host.pidNamespace !== undefined && programs[0].variant === 'core') {
    throw new SignalsTraceError(
      'no_permission',
      "signals-trace runs in a pid namespace of its own, where host pids cannot be told without the kernel's types (BTF)",
      ADD_HOST_PIDS,
    );
  }
  if (!host.cgroups.told && asksForPlaces(filter)) {
    throw new SignalsTraceError(
      'no_permission',
      'signals-trace runs in a cgroup namespace of its own, where units, containers and pods cannot be told',
      ADD_HOST_CGROUPS,
    );
  }
  if (sudo && onPath('sudo') === undefined) {
    throw new SignalsTraceError(
      'no_permission',
      'bpftrace needs root, and there is no sudo here to run it with',
      isContainer(host) ? fixForRights(host) : 'run it as root',
    );
  }
}

/** What a maintainer asks for, a line each. */
export function describePlan({ bpftrace, host, sudo, bufferPages, programs }: Plan): string[] {
  return [
    `bpftrace ${bpftrace.version} at ${bpftrace.path}${sudo ? ', by sudo' : ''}`,
    ...(Object.entries(host) as [string, Host[keyof Host]][]).map(
      ([fact, found]) => `host ${fact}: ${stated(found)}`,
    ),
    `buffer pages: ${bufferPages}`,
    `programs to try: ${programs.map(({ variant }) => variant).join(', ')}`,
  ];
}

function stated(found: Host[keyof Host]): string {
  return typeof found === 'object' ? JSON.stringify(found) : String(found ?? 'unknown');
}
