import {
  ADD_HOST_CGROUPS,
  ADD_HOST_PIDS,
  fixForRights,
  isContainer,
} from '../bpftrace/container.js';
import { bufferPageBytes } from '../bpftrace/environment.js';
import { atLeast, type Bpftrace, findBpftrace } from '../bpftrace/find.js';
import { readKernelTypes } from '../bpftrace/kernel-types.js';
import { absentSudo } from '../bpftrace/sudo-refusal.js';
import { SignalsTraceError } from '../errors.js';
import { checkFilter } from '../filter/check-filter.js';
import {
  asksForAncestors,
  asksForPlaces,
  type Filter,
  seesAll,
  TRACE_ALL,
} from '../filter/filter.js';
import { withPrograms } from '../filter/who-programs.js';
import { type Host, readHost } from '../host/host.js';
import { LiveProc, NO_PROC } from '../host/live-proc.js';
import { type Details, renderProgram } from '../program/program.js';
import { PROBE_CHOICES, type ProbeChoice, seesQueuedOnly } from '../program/variants.js';
import { SIGCONT } from '../signals/signos.js';
import { bufferPages } from './buffer.js';
import { candidatesFor } from './candidates.js';
import { probeRefused } from './fallback.js';
import { kernelSkips } from './kernel-skips.js';
import { distinctPrograms, mayCutTypes, type Program, programsOf } from './programs.js';

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
  const asked = { ...TRACE_ALL, ...options.filter };
  checkFilter(asked);
  const { lean = false, commandLines = true, attempts = false } = options;
  const probe = checked(options.probe ?? 'auto');
  const finding = findBpftrace(options.bpftrace);
  // Node has time while bpftrace says its version.
  const kernelTypes = readKernelTypes();
  const bpftrace = await finding;
  const host = readHost();
  // Elsewhere /proc shows other processes.
  const filter = withPrograms(asked, host.pidNamespace === undefined ? new LiveProc() : NO_PROC);
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
  const [first, ...others] = candidates.flatMap((candidate) =>
    programsOf(candidate, {
      render: () => renderProgram(filter, candidate, programHost, details),
      skips: kernelSkips(candidate.variant, host.kernel),
      types: mayCutTypes(candidate.variant, bpftrace) ? kernelTypes : undefined,
    }),
  );
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

/** A caller of the library may use no types. */
function checked(probe: ProbeChoice): ProbeChoice {
  if (PROBE_CHOICES.includes(probe)) return probe;
  throw new SignalsTraceError(
    'usage',
    `There is no kind of probe ${JSON.stringify(probe)}`,
    `give ${PROBE_CHOICES.join(', ')}`,
  );
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
  if (host.pidNamespace !== undefined && asksForAncestors(filter)) {
    throw new SignalsTraceError(
      'no_permission',
      'signals-trace runs in a pid namespace of its own, whose /proc shows no ancestors of the processes that are traced',
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
  const noSudo = sudo ? absentSudo() : undefined;
  if (noSudo !== undefined) {
    throw new SignalsTraceError(
      'no_permission',
      `bpftrace needs root, and ${noSudo.why}`,
      isContainer(host) ? fixForRights(host) : noSudo.fix,
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
    `programs to try: ${distinctPrograms(made.programs)
      .map(({ variant }) => variant)
      .join(', ')}`,
  ];
}

function stated(found: Host[keyof Host]): string {
  return typeof found === 'object' ? JSON.stringify(found) : String(found ?? 'unknown');
}
