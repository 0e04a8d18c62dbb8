import { type ErrorCode, SignalsTraceError } from '../errors.js';
import { asRoot } from './as-root.js';
import { ADD_BTF, ADD_TRACEFS, type Confinement, fixForRights, isContainer } from './container.js';
import { installCommand } from './install.js';
import type { Ending } from './launch.js';
import { SUDO_REFUSALS } from './sudo-refusal.js';

/** Why bpftrace ended unasked. */
export interface Diagnosis {
  /** One line. */
  readonly reason: string;
  /** A simpler program may work. */
  readonly rejected: boolean;
  /** Set if a restart cannot help. */
  readonly fatal: SignalsTraceError | undefined;
}

interface Cause {
  readonly words: RegExp;
  /** Needed if the words alone could mean something else. */
  readonly where?: (confinement: Confinement) => boolean;
  readonly code: ErrorCode;
  /** A sentence that needs no quotation has none. */
  readonly isPlain?: boolean;
  readonly message: string;
  readonly hint: string | ((confinement: Confinement) => string);
  /** The hint in a container. */
  readonly inContainer?: string | ((confinement: Confinement) => string);
}

const AS_ROOT = 'run it as root or with sudo (in a container: add --privileged)';

/** Messages of bpftrace 0.11 to 0.27, of sudo and of setsid. The first match is the cause. */
const CAUSES: readonly Cause[] = [
  {
    words: /lockdown is enabled and set to 'confidentiality'|Operation not permitted.*lockdown/i,
    code: 'lockdown',
    message: "The kernel's lockdown forbids bpftrace to read kernel memory",
    hint: 'boot with lockdown=integrity or without Secure Boot',
  },
  ...SUDO_REFUSALS.map(({ words, why, fix, needsTerminal }): Cause => ({
    words: new RegExp(
      `^(?=sudo(?:-rs)?: |Sorry, |\\S+ (?:is|may) not ).*(?:${words.source})`,
      'im',
    ),
    code: 'no_permission',
    isPlain: true,
    message: `bpftrace needs root, and ${why}`,
    hint: fix,
    inContainer: needsTerminal === true ? fix : fixForRights,
  })),
  {
    words: /^sudo(?:-rs)?: |spawn sudo E/m,
    code: 'no_permission',
    message: 'bpftrace needs root, and sudo does not give it',
    hint: 'see what is wrong: sudo env true',
    inContainer: fixForRights,
  },
  {
    // Without rights bpftrace finds no helper, not even those of the oldest kernel that runs Node.
    words:
      /only supports running as the root user|Missing CAP_\w+|BPF_FUNC_\w+ is not available|[Mm]ap.*Operation not permitted|failed to create .*map: .*Permission denied|Permission denied.*(?:bpf|perf)/,
    code: 'no_permission',
    message: 'bpftrace may not load its program here',
    hint: AS_ROOT,
    inContainer: fixForRights,
  },
  {
    // 0.27 prints only this in a user namespace without rights.
    words: /Unknown BPF object load failure/,
    where: ({ initialUserNamespace }) => !initialUserNamespace,
    code: 'no_permission',
    message: 'bpftrace may not load its program here',
    hint: AS_ROOT,
    inContainer: fixForRights,
  },
  {
    words:
      /tracepoint not found|No matches for tracepoint|Error reading events from|Could not (?:open|read).*available_events/,
    code: 'no_tracepoint',
    message: 'The tracepoint signal:signal_generate is not visible',
    hint: ({ root }) =>
      `${asRoot('mount -t tracefs tracefs /sys/kernel/tracing', root)} (and for bpftrace before 0.17: ${asRoot('mount -t debugfs debugfs /sys/kernel/debug', root)})`,
    inContainer: ADD_TRACEFS,
  },
  {
    words: /spawn sh E|\bsh['’]?: (?:not found|No such file)/,
    code: 'bpftrace_unusable',
    message: 'bpftrace is started by a shell (sh), and PATH has none',
    hint: 'export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  },
  {
    words: /(?:setsid: (?:failed to|can't) execute|exec: ).*Permission denied/,
    code: 'bpftrace_not_found',
    message: 'Its permissions, or those of a folder on the way to it, forbid to execute bpftrace',
    hint: 'see which ones: namei -l "$(command -v bpftrace)"',
  },
  {
    words: /(?:setsid: (?:failed to|can't) execute|exec: ).*Exec format error/,
    code: 'bpftrace_not_found',
    message: 'The file of bpftrace is no program for this processor',
    hint: ({ root }) => installCommand('bpftrace', undefined, root),
  },
  {
    words: /setsid: (?:failed to|can't) execute|exec: .*: not found/,
    code: 'bpftrace_not_found',
    message: 'The file of bpftrace, or the loader that it needs, is missing',
    hint: ({ root }) => installCommand('bpftrace', undefined, root),
  },
  {
    words: /\bmkdtemp\b|\bmkfifo\b|^no pipe for bpftrace: /m,
    code: 'bpftrace_unusable',
    message: 'No pipe for what bpftrace prints could be made',
    hint: 'set TMPDIR to a folder that you may write to',
  },
  {
    words:
      /(?:kfunc\/kretfunc|fentry\/fexit) not available|No matches for (?:fentry|kfunc|kprobe)|ttach(?:ing)? (?:to )?(?:probe: )?'?(?:kfunc|fentry|kprobe|kretprobe):/,
    code: 'program_rejected',
    message: 'This kernel, or this bpftrace, puts no such probe on its function complete_signal',
    hint: 'use a kernel with CONFIG_KPROBES, or with CONFIG_FUNCTION_TRACER and BTF; the tracepoint needs neither',
  },
  {
    words: /Invalid probe type made it to attachpoint parser|No matches for rawtracepoint/,
    code: 'program_rejected',
    message: 'This bpftrace knows no raw tracepoint signal_generate',
    hint: 'use bpftrace 0.18 or newer',
  },
  {
    words: /fatal error: '[^']+' file not found|BTF is required/,
    code: 'program_rejected',
    message: 'This bpftrace finds the types of the kernel neither in BTF nor in headers',
    hint: 'use a kernel with BTF; for bpftrace up to 0.24 headers do too: apt-get install linux-libc-dev',
    inContainer: ADD_BTF,
  },
];

const REJECTED =
  /ERROR: |syntax error|Unknown struct|Error loading (?:BPF )?program|Unknown BPF object load failure|BPF stack limit|FATAL:|definitions\.h:.*error:/;
/** The host lacks a resource that may be free again in a moment. */
const MAY_HEAL =
  /Too many open files|Cannot allocate memory|Resource temporarily unavailable|Device or resource busy|No space left on device/;
/** Harmless lines that come at every start. */
const HARMLESS =
  /RLIMIT_MEMLOCK|available_filter_functions|lower than the minimum|Failed to load BTF|^sudo: unable to resolve host/;
const NON_JSON_LINES = 3;
const NON_JSON_CHARS = 100;
/** Lines that tell. bpftrace quotes the program between them. */
const TELLING = /error|FATAL|BUG|WARNING/i;

/**
 * Finds the cause in bpftrace's exit status and the last lines of its stderr.
 *
 * @param traced whether bpftrace is known to have traced
 */
export function diagnose(
  { status, stderrTail, hung = false, slept = false }: Ending,
  traced: boolean,
  confinement: Confinement,
): Diagnosis {
  const words = stderrTail.filter((line) => line.trim() !== '' && !HARMLESS.test(line));
  if (slept) return { reason: 'the host slept', rejected: false, fatal: undefined };
  const end = hung ? 'did not begin in time and was killed' : `ended ${manner(status)}`;
  const reason = `bpftrace ${end}${quoted(words)}`;
  const text = words.join('\n');
  const passing: Diagnosis = { reason, rejected: false, fatal: undefined };
  if (traced || MAY_HEAL.test(text)) return passing;
  const cause = CAUSES.find(
    ({ words, where }) => words.test(text) && (where?.(confinement) ?? true),
  );
  const crashed = status === 134 || status === 139;
  const rejected =
    cause?.code === 'program_rejected' || (cause === undefined && (crashed || REJECTED.test(text)));
  if (cause === undefined && !rejected) return passing;
  const {
    code,
    message,
    hint,
    inContainer,
    isPlain = false,
  }: Omit<Cause, 'words' | 'where'> = cause ?? {
    code: 'program_rejected',
    message: 'This bpftrace or this kernel does not accept the program',
    hint: 'run signals-trace doctor; signals-trace program prints what was tried',
  };
  const fix = (isContainer(confinement) ? inContainer : undefined) ?? hint;
  const fatal = new SignalsTraceError(
    code,
    isPlain ? message : `${message}${quoted(words, cause?.words)}`,
    typeof fix === 'string' ? fix : fix(confinement),
  );
  return { reason, rejected, fatal };
}

/** The lines on stdout that are no records; they may tell why none came. */
export function nonJsonLines(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('{'))
    .slice(0, NON_JSON_LINES)
    .map((line) => line.slice(0, NON_JSON_CHARS));
}

/** The lines that name the cause, else those that name an error, else the first. */
function quoted(words: readonly string[], cause: RegExp = TELLING): string {
  const [telling = words] = [cause, TELLING]
    .map((pattern) => words.filter((line) => pattern.test(line)))
    .filter((lines) => lines.length > 0);
  const said = [...new Set(telling)].slice(0, 3);
  return said.length > 0 ? `; it said: ${said.join(' / ')}` : '';
}

function manner(status: number | undefined): string {
  if (status === undefined) return 'before it began';
  if (status > 128 && status <= 128 + 64) return `by signal ${status - 128}`;
  return `with exit status ${status}`;
}
