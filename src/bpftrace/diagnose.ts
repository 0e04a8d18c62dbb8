import { type ErrorCode, SignalsTraceError } from '../errors.js';
import type { Ending } from './launch.js';

/** Why a bpftrace ended that nobody had told to. */
export interface Diagnosis {
  /** One line. */
  readonly reason: string;
  /** Another, simpler program may fare better. */
  readonly rejected: boolean;
  /** Set where a restart can't help. */
  readonly fatal: SignalsTraceError | undefined;
}

interface Cause {
  readonly words: RegExp;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

const MOUNT =
  'mount -t tracefs tracefs /sys/kernel/tracing (in a container: add -v /sys/kernel/tracing:/sys/kernel/tracing)';
const AS_ROOT = 'run it as root or with sudo (in a container: add --privileged)';

/** bpftrace's own words, by version: 0.11 to 0.27. The first that fits is the cause. */
const CAUSES: readonly Cause[] = [
  {
    words: /lockdown is enabled and set to 'confidentiality'|Operation not permitted.*lockdown/i,
    code: 'lockdown',
    message: "The kernel's lockdown forbids bpftrace to read kernel memory",
    hint: 'boot with lockdown=integrity or without Secure Boot',
  },
  {
    words:
      /only supports running as the root user|Missing CAP_\w+|a password is required|a terminal is required|is not in the sudoers|not allowed to execute|no new privileges|(?:create|Creating|creating).*[Mm]ap.*Operation not permitted|failed to create\s+map: Operation not permitted|Permission denied.*(?:bpf|perf)/,
    code: 'no_permission',
    message: 'bpftrace may not load its program here',
    hint: AS_ROOT,
  },
  {
    words:
      /tracepoint not found|No matches for tracepoint|Error reading events from|Could not (?:open|read).*available_events/,
    code: 'no_tracepoint',
    message: 'The tracepoint signal:signal_generate is not to be seen',
    hint: MOUNT,
  },
  {
    words: /^no pipe for its output/m,
    code: 'cannot_write',
    message: 'No temporary folder can be written to',
    hint: 'set TMPDIR to a folder that you may write to',
  },
  {
    words: /No such file or directory.*bpftrace|bpftrace: (?:command )?not found|ENOENT/,
    code: 'bpftrace_not_found',
    message: 'bpftrace could not be started',
    hint: 'install bpftrace',
  },
  {
    words: /fatal error: '[^']+' file not found/,
    code: 'program_rejected',
    message: 'bpftrace finds neither BTF nor kernel headers here',
    hint: 'install headers: apt-get install linux-libc-dev, or use a newer bpftrace on a kernel with BTF',
  },
];

const REJECTED =
  /ERROR: (?!Unknown error -1|Failed to load BTF)|syntax error|Unknown struct|Error loading (?:BPF )?program|Unknown BPF object load failure|BPF stack limit|FATAL:|Error attaching probe|Attachment failed/;
/** Said at every start, and harmless. */
const HARMLESS = /RLIMIT_MEMLOCK|available_filter_functions|lower than the minimum/;

/** Reads bpftrace's exit status and last words. `traced` says whether it had been seen to trace. */
export function diagnose({ status, lastWords }: Ending, traced: boolean): Diagnosis {
  const words = lastWords.filter((line) => line.trim() !== '' && !HARMLESS.test(line));
  const said = words.length > 0 ? `; it said: ${words.slice(0, 3).join(' / ')}` : '';
  const reason = `bpftrace ended ${manner(status)}${said}`;
  if (traced) return { reason, rejected: false, fatal: undefined };
  const text = words.join('\n');
  const cause = CAUSES.find((known) => known.words.test(text));
  const crashed = status === 134 || status === 139;
  const rejected =
    cause?.code === 'program_rejected' || (cause === undefined && (crashed || REJECTED.test(text)));
  if (cause === undefined && !rejected) return { reason, rejected: false, fatal: undefined };
  const { code, message, hint } = cause ?? {
    code: 'program_rejected',
    message: 'This bpftrace or this kernel does not accept the program',
    hint: 'run signals-trace doctor; signals-trace program prints what was tried',
  };
  return { reason, rejected, fatal: new SignalsTraceError(code, `${message}${said}`, hint) };
}

function manner(status: number | undefined): string {
  if (status === undefined) return 'before it began';
  if (status > 128) return `by signal ${status - 128}`;
  return `with exit status ${status}`;
}
