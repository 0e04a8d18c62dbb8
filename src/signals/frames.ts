import type { Way } from './ways.js';

/** Functions of the kernel that stand one under the other in a stack, innermost first. */
interface Frames {
  readonly way: Way;
  readonly frames: readonly string[];
  /** Kernels on whose stacks it was seen; none: known from the kernel's source alone. */
  readonly seen: readonly string[];
}

/** What every signal goes through: it says nothing of the way. */
const COMMON: ReadonlySet<string> = new Set([
  'complete_signal',
  'bpf_trace_run5',
  '__bpf_trace_signal_generate',
  '__traceiter_signal_generate',
  'trace_signal_generate',
  '__send_signal_locked',
  '__send_signal',
  'send_signal_locked',
  'send_signal',
  'do_send_sig_info',
  'do_send_specific',
  'group_send_sig_info',
  'send_sig_info',
  'send_sig',
  'kill_pid_info_type',
  'kill_pid_info',
  'kill_pid',
  'kill_proc_info',
  'kill_pgrp_info',
  '__kill_pgrp_info',
  'force_sig_info_to_task',
  'force_sig_info',
  'force_sig',
]);

/**
 * What stands right behind the common functions says how a signal came about; where several ways
 * share that function, so does the common one before it. Compilers inline here and there, so there
 * are several for most ways. Nothing further out counts: an interrupt may come upon anything.
 */
export const FRAMES: readonly Frames[] = [
  ...way('kill', ['kill_pid_info_type kill_something_info', '6.18']),
  ...way('kill', ['kill_pid_info kill_something_info'], ['kill_proc_info kill_something_info']),
  ...way('kill-group', ['__kill_pgrp_info kill_something_info', '6.18']),
  ...way('kill-all', ['do_send_sig_info kill_something_info', '6.18']),
  ...way('kill-all', ['group_send_sig_info kill_something_info']),
  ...way('tkill', ['__x64_sys_tgkill', '6.18'], ['__x64_sys_tkill', '6.18'], ['do_tkill']),
  ...way('tkill', ['__arm64_sys_tgkill'], ['__arm64_sys_tkill']),
  ...way('sigqueue', ['do_rt_sigqueueinfo', '6.18'], ['do_rt_tgsigqueueinfo']),
  ...way('sigqueue', ['__x64_sys_rt_sigqueueinfo'], ['__x64_sys_rt_tgsigqueueinfo', '6.18']),
  ...way('sigqueue', ['__arm64_sys_rt_sigqueueinfo'], ['__arm64_sys_rt_tgsigqueueinfo']),
  ...way('pidfd', ['do_pidfd_send_signal', '6.18'], ['__do_sys_pidfd_send_signal']),
  ...way('pidfd', ['__x64_sys_pidfd_send_signal'], ['__arm64_sys_pidfd_send_signal']),
  ...way('cgroup-kill', ['__cgroup_kill', '6.18'], ['cgroup_kill_write']),
  ...way('child', ['do_notify_parent', '6.18'], ['do_notify_parent_cldstop', '6.18']),
  ...way('parent-death', ['do_send_sig_info do_exit', '6.18'], ['group_send_sig_info do_exit']),
  ...way('parent-death', ['do_send_sig_info forget_original_parent']),
  ...way('parent-death', ['group_send_sig_info forget_original_parent']),
  ...way('ptrace', ['ptrace_attach', '6.18'], ['ptrace_request', '6.18'], ['ptrace_resume']),
  ...way('ptrace', ['exit_ptrace', '6.18'], ['arch_ptrace']),
  ...way('mqueue', ['__do_notify', '6.18']),
  ...way('interval-timer', ['it_real_fn', '6.18'], ['check_cpu_itimer', '6.18']),
  ...way('posix-timer', ['posixtimer_send_sigqueue', '6.18'], ['send_sigqueue']),
  // Whether a timer or a limit has run out in it, the signal's number tells.
  ...way('cpu-timers', ['posix_cpu_timers_work', '6.18'], ['run_posix_cpu_timers']),
  ...way('cpu-timers', ['handle_posix_cpu_timers'], ['check_process_timers']),
  ...way('cpu-timers', ['check_thread_timers'], ['check_rlimit']),
  ...way('fault', ['force_sig_fault', '6.18'], ['force_sig_fault_to_task'], ['force_sig_mceerr']),
  ...way('fault', ['exc_general_protection', '6.18'], ['exc_int3', '6.18'], ['do_int3']),
  ...way('fault', ['exc_debug_user'], ['do_general_protection'], ['math_error'], ['do_trap']),
  ...way('fault', ['arm64_force_sig_fault'], ['arm64_notify_die']),
  ...way('pipe', ['anon_pipe_write', '6.18'], ['pipe_write'], ['unix_stream_sendmsg', '6.18']),
  ...way('pipe', ['sk_stream_error', '6.18'], ['wait_for_space', '6.18']),
  ...way('pipe', ['do_splice', '6.18'], ['splice_file_to_pipe'], ['do_tee']),
  ...way('tty', ['kill_pgrp', '6.18'], ['isig'], ['__isig']),
  ...way('tty', ['tty_signal_session_leader', '6.18'], ['__tty_hangup'], ['disassociate_ctty']),
  ...way('io', ['send_sigio', '6.18'], ['send_sigio_to_task', '6.18']),
  ...way('io', ['send_sigurg', '6.18'], ['send_sigurg_to_task'], ['kill_pid_usb_asyncio']),
  ...way('rlimit', ['generic_write_check_limits', '6.18'], ['inode_newsize_ok', '6.18']),
  ...way('rlimit', ['generic_write_checks']),
  ...way('seccomp', ['force_sig_seccomp', '6.18'], ['__seccomp_filter']),
  ...way('oom', ['__oom_kill_process', '6.18'], ['oom_kill_process']),
  ...way('pid-namespace', ['zap_pid_ns_processes', '6.18']),
  ...way('bpf', ['bpf_send_signal_common'], ['do_bpf_send_signal'], ['bpf_send_signal']),
  // A group that had stopped and that nobody can continue any more.
  ...way('kernel', ['kill_orphaned_pgrp', '6.18'], ['__kill_pgrp_info do_exit', '6.18']),
  // A signal frame that could not be written.
  ...way('kernel', ['signal_setup_done', '6.18'], ['force_sigsegv'], ['force_fatal_sig']),
];

type Seen = readonly [frames: string, ...seen: string[]];

function way(way: Way, ...all: readonly Seen[]): Frames[] {
  return all.map(([frames, ...seen]) => ({ way, frames: frames.split(' '), seen }));
}

/** The longest first. */
const BY_LAST = new Map<string, Frames[]>();
for (const entry of FRAMES) {
  const last = entry.frames.at(-1) ?? '';
  const others = BY_LAST.get(last) ?? [];
  BY_LAST.set(
    last,
    [...others, entry].sort((a, b) => b.frames.length - a.frames.length),
  );
}

/** The probe itself, and what leads to it from the kernel's own code. */
const PROBE = /^bpf_(?:prog|trampoline)_/;
/** What compilers append to the names of parts and copies of functions. */
const PART = /\.(?:part|isra|constprop|cold|llvm)\b.*$/;

const KNOWN = new WeakMap<readonly string[], { readonly way: Way | undefined }>();

/**
 * The way that a kernel stack (innermost first) tells, or undefined where it tells none. Remembered
 * for a stack that comes again.
 */
export function wayOfStack(stack: readonly string[]): Way | undefined {
  let known = KNOWN.get(stack);
  if (known === undefined) KNOWN.set(stack, (known = { way: find(stack) }));
  return known.way;
}

function find(stack: readonly string[]): Way | undefined {
  const names = stack.map((name) => name.replace(PART, ''));
  const at = names.findIndex((name) => !COMMON.has(name) && !PROBE.test(name));
  const found = BY_LAST.get(names[at] ?? '')?.find(({ frames }) =>
    frames.every((frame, i) => names[at - frames.length + 1 + i] === frame),
  );
  return found?.way;
}
