import type { RawOrigin } from './origins.js';

/** Kernel functions that follow each other in a stack, innermost first, and the origin they prove. */
interface Frames {
  readonly origin: RawOrigin;
  readonly frames: readonly string[];
  /** Kernels on whose stacks they were seen; empty where only the kernel's source has them. */
  readonly seen: readonly string[];
}

/** Functions that signals of any origin go through. */
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
 * The function right behind the common ones proves the origin; where several origins share it, the
 * common function before it counts too. Compilers inline differently, so most origins have several
 * entries. Functions further out do not count: an interrupt may come upon anything.
 */
const TABLE: readonly (readonly [origin: RawOrigin, frames: string, seen?: string])[] = [
  ['kill', 'kill_pid_info_type kill_something_info', '6.12 6.18 7.3'],
  ['kill', 'kill_pid_info kill_something_info', '5.10 6.1'],
  ['kill', 'kill_proc_info kill_something_info'],
  ['kill', 'kill_pid_info_type __arm64_sys_kill', '6.12-arm64'],
  ['kill-group', '__kill_pgrp_info kill_something_info', '5.10 6.1 6.12 6.18 7.3'],
  ['kill-group', '__kill_pgrp_info __arm64_sys_kill', '6.12-arm64'],
  ['kill-all', 'do_send_sig_info kill_something_info', '5.10 6.1 6.12 6.18 7.3'],
  ['kill-all', 'group_send_sig_info kill_something_info'],
  ['tkill', '__x64_sys_tgkill', '6.12 6.18'],
  ['tkill', '__x64_sys_tkill', '6.12 6.18'],
  ['tkill', 'do_tkill', '5.10 6.1 7.3'],
  ['tkill', '__ia32_sys_tgkill'],
  ['tkill', '__ia32_sys_tkill'],
  ['tkill', '__arm64_sys_tgkill', '6.12-arm64'],
  ['tkill', '__arm64_sys_tkill', '6.12-arm64'],
  ['sigqueue', 'do_rt_sigqueueinfo', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['sigqueue', 'do_rt_tgsigqueueinfo'],
  ['sigqueue', '__x64_sys_rt_sigqueueinfo'],
  ['sigqueue', '__x64_sys_rt_tgsigqueueinfo', '5.10 6.1 6.12 6.18 7.3'],
  // The entries of 32-bit programs.
  ['sigqueue', '__ia32_compat_sys_rt_sigqueueinfo'],
  ['sigqueue', '__ia32_compat_sys_rt_tgsigqueueinfo'],
  ['sigqueue', '__do_compat_sys_rt_sigqueueinfo'],
  ['sigqueue', '__do_compat_sys_rt_tgsigqueueinfo'],
  ['sigqueue', '__arm64_compat_sys_rt_sigqueueinfo'],
  ['sigqueue', '__arm64_compat_sys_rt_tgsigqueueinfo'],
  ['sigqueue', '__arm64_sys_rt_sigqueueinfo'],
  ['sigqueue', '__arm64_sys_rt_tgsigqueueinfo', '6.12-arm64'],
  ['pidfd', 'do_pidfd_send_signal', '6.18 7.3'],
  ['pidfd', '__do_sys_pidfd_send_signal', '5.10 6.1 6.12'],
  ['pidfd', '__x64_sys_pidfd_send_signal'],
  ['pidfd', '__ia32_sys_pidfd_send_signal'],
  ['pidfd', '__arm64_sys_pidfd_send_signal', '6.12-arm64'],
  ['cgroup-kill', '__cgroup_kill', '6.1 6.12 6.12-arm64 6.18 7.3'],
  ['cgroup-kill', 'cgroup_kill_write'],
  ['child', 'do_notify_parent', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['child', 'do_notify_parent_cldstop', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['parent-death', 'do_send_sig_info do_exit', '5.10 6.1 6.12 6.18 7.3'],
  ['parent-death', 'group_send_sig_info do_exit', '6.12-arm64'],
  ['parent-death', 'do_send_sig_info forget_original_parent'],
  ['parent-death', 'group_send_sig_info forget_original_parent'],
  ['ptrace', 'ptrace_attach', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['ptrace', 'ptrace_request', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['ptrace', 'ptrace_resume'],
  ['ptrace', 'exit_ptrace', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['ptrace', 'arch_ptrace'],
  // A program starts under a tracer.
  ['ptrace', 'do_send_sig_info bprm_execve', '6.18'],
  ['ptrace', 'do_send_sig_info exec_binprm'],
  ['mqueue', '__do_notify', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['interval-timer', 'it_real_fn', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['interval-timer', 'check_cpu_itimer', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['posix-timer', 'posixtimer_send_sigqueue', '6.18 7.3'],
  ['posix-timer', 'send_sigqueue', '5.10 6.1 6.12 6.12-arm64'],
  // The signal's number tells whether a timer or a limit has run out.
  ['cpu-timers', 'posix_cpu_timers_work', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['cpu-timers', 'run_posix_cpu_timers'],
  ['cpu-timers', 'handle_posix_cpu_timers'],
  ['cpu-timers', 'check_process_timers'],
  ['cpu-timers', 'check_thread_timers'],
  ['cpu-timers', 'check_rlimit'],
  ['fault', 'force_sig_fault', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['fault', 'force_sig_fault_to_task'],
  ['fault', 'force_sig_mceerr'],
  ['fault', 'exc_general_protection', '5.10 6.1 6.12 6.18 7.3'],
  ['fault', 'exc_int3', '5.10 6.1 6.12 6.18 7.3'],
  ['fault', 'do_int3'],
  ['fault', 'exc_debug_user'],
  ['fault', 'do_general_protection'],
  // The stack holds no frame that sigreturn(2) could go back to.
  ['fault', '__ia32_sys_rt_sigreturn', '6.18'],
  ['fault', '__x64_sys_rt_sigreturn'],
  ['fault', '__do_sys_rt_sigreturn'],
  ['fault', 'signal_fault'],
  ['fault', 'math_error'],
  ['fault', 'do_trap'],
  ['fault', 'arm64_force_sig_fault'],
  ['fault', 'arm64_notify_die'],
  ['pipe', 'anon_pipe_write', '6.18 7.3'],
  ['pipe', 'pipe_write', '5.10 6.1 6.12 6.12-arm64'],
  ['pipe', 'unix_stream_sendmsg', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['pipe', 'sk_stream_error', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['pipe', 'wait_for_space', '6.1 6.12 6.12-arm64 6.18 7.3'],
  ['pipe', 'do_splice', '6.18'],
  ['pipe', 'splice_file_to_pipe'],
  ['pipe', 'do_tee'],
  ['tty', 'kill_pgrp', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['tty', 'isig'],
  ['tty', '__isig'],
  ['tty', 'tty_signal_session_leader', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['tty', '__tty_hangup'],
  ['tty', 'disassociate_ctty'],
  ['io', 'send_sigio', '5.10 6.1 6.12 6.18 7.3'],
  ['io', 'send_sigio_to_task', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['io', 'send_sigurg', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['io', 'send_sigurg_to_task'],
  ['io', 'kill_pid_usb_asyncio'],
  ['rlimit', 'generic_write_check_limits', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['rlimit', 'inode_newsize_ok', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['rlimit', 'generic_write_checks'],
  ['seccomp', 'force_sig_seccomp', '6.1 6.12 6.12-arm64 6.18 7.3'],
  ['seccomp', '__seccomp_filter', '5.10'],
  ['syscall-dispatch', 'syscall_user_dispatch', '6.18'],
  ['syscall-dispatch', 'do_syscall_user_dispatch'],
  ['syscall-dispatch', 'trigger_sigsys'],
  ['oom', '__oom_kill_process', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['oom', 'oom_kill_process'],
  ['pid-namespace', 'zap_pid_ns_processes', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['reboot', 'reboot_pid_ns', '6.18'],
  ['perf', 'force_sig_perf'],
  ['perf', 'send_sig_perf'],
  ['perf', 'perf_sigtrap'],
  ['bpf', 'bpf_send_signal_common', '7.3'],
  ['bpf', 'do_bpf_send_signal', '5.10 6.1 6.12 6.18'],
  ['bpf', 'bpf_send_signal'],
  // The group had stopped, and its last parent that could continue it has ended.
  ['kernel', 'kill_orphaned_pgrp', '5.10 6.1 6.12 6.12-arm64 6.18 7.3'],
  ['kernel', '__kill_pgrp_info do_exit', '5.10 6.1 6.12 6.18 7.3'],
  // The kernel could not write a signal frame to the stack of the process.
  ['kernel', 'signal_setup_done', '6.1 6.12 6.12-arm64 6.18 7.3'],
  ['kernel', 'force_sigsegv', '5.10'],
  ['kernel', 'force_fatal_sig'],
];

export const FRAMES: readonly Frames[] = TABLE.map(([origin, frames, seen]) => ({
  origin,
  frames: frames.split(' '),
  seen: seen?.split(' ') ?? [],
}));

/** Entries by their last function, those with most functions first. */
const BY_LAST = new Map<string, Frames[]>();
for (const entry of FRAMES) {
  const last = entry.frames.at(-1) ?? '';
  const others = BY_LAST.get(last) ?? [];
  BY_LAST.set(
    last,
    [...others, entry].sort((a, b) => b.frames.length - a.frames.length),
  );
}

/** Functions of the probe itself, and of the trampoline that leads to it. */
const PROBE = /^bpf_(?:prog|trampoline)_/;
/** The suffix that compilers give to parts and copies of a function. */
const PART = /\.(?:part|isra|constprop|cold|llvm)\b.*$/;

const KNOWN = new WeakMap<readonly string[], { readonly origin: RawOrigin | undefined }>();

/**
 * Returns the origin that a kernel stack proves, or undefined. The result is remembered for the array.
 *
 * @param stack function names, innermost first
 */
export function originOfStack(stack: readonly string[]): RawOrigin | undefined {
  let known = KNOWN.get(stack);
  if (known === undefined) KNOWN.set(stack, (known = { origin: find(stack) }));
  return known.origin;
}

function find(stack: readonly string[]): RawOrigin | undefined {
  const names = stack.map((name) => name.replace(PART, ''));
  const at = names.findIndex((name) => !COMMON.has(name) && !PROBE.test(name));
  const found = BY_LAST.get(names[at] ?? '')?.find(({ frames }) =>
    frames.every((frame, i) => names[at - frames.length + 1 + i] === frame),
  );
  return found?.origin;
}
