import { atLeast } from '../bpftrace/find.js';
import { needsNoTracefs, seesQueuedOnly, type Variant } from '../program/variants.js';
import type { Plan } from './plan.js';
import type { Program } from './programs.js';

const SEES: Readonly<Record<Variant, string>> = {
  rawtracepoint: 'raw tracepoint signal_generate; it also runs inside other BPF programs',
  full: "tracepoint signal:signal_generate, with the kernel's types (BTF)",
  core: 'tracepoint signal:signal_generate, with its own fields and no kernel types',
  fentry: 'fentry on complete_signal',
  kprobe: 'kprobe on complete_signal',
};

/** The facts about a host and its bpftrace that decide which program comes first. */
type Deciding = Pick<Plan, 'bpftrace' | 'probe' | 'programs'> & {
  readonly host: Pick<Plan['host'], 'btf' | 'kernel' | 'realtime' | 'root' | 'tracing'>;
};

/** Comment lines for the top of a printed program: its variant, and why or when it runs. */
export function programHeader(plan: Deciding, program: Program): string {
  const { programs, bpftrace, host } = plan;
  const index = programs.indexOf(program);
  const lines = [
    `Program ${index + 1} of ${programs.length}: ${program.variant}.`,
    `Sees signals by: ${sees(program)}.`,
    index === 0 ? `Why: ${whyFirst(plan)}.` : `When: ${whenTried(plan, index)}.`,
    `Made for bpftrace ${bpftrace.version} on Linux ${host.kernel}.`,
  ];
  return lines.map((line) => `// ${line}\n`).join('');
}

function sees(program: Program): string {
  const { variant, tracksOutcomes } = program;
  return [
    SEES[variant],
    ...(seesQueuedOnly(variant) ? ['sees only signals that the kernel queues'] : []),
    tracksOutcomes ? 'with outcomes' : 'without outcomes',
  ].join('; ');
}

function whyFirst({ bpftrace, probe, host, programs: [{ variant }] }: Deciding): string {
  if (variant === 'core') {
    return host.btf
      ? `bpftrace ${bpftrace.version} cannot read the kernel's types, 0.12 and newer can`
      : 'this host has no kernel types (/sys/kernel/btf/vmlinux)';
  }
  if (probe !== 'auto') return `--probe ${probe} asks for this kind of probe`;
  if (variant === 'rawtracepoint') return 'it is the richest program, and this bpftrace can run it';
  if (!atLeast(bpftrace, 23)) {
    return `rawtracepoint is richer, and needs bpftrace 0.23; this is ${bpftrace.version}`;
  }
  return host.realtime
    ? 'rawtracepoint is richer, and cannot run on a real-time kernel'
    : 'rawtracepoint is richer, and also needs tracefs, which is not visible here';
}

/** See nextProgram. */
function whenTried({ probe, programs }: Deciding, index: number): string {
  const refused = `bpftrace or the kernel refuses program ${index}, or the tracepoint is not found`;
  const previous = programs[index - 1];
  const standsIn = probe === 'auto' && previous !== undefined && needsNoTracefs(previous);
  return standsIn ? `program ${index} cannot run here, for any reason` : refused;
}
