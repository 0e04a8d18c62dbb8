// Facts that a kernel stack proves besides the origin (frames.ts), by functions that follow each other
// outwards, on kernels 5.10 to 7.3.

/** They hang up a terminal, and tell its session. */
const HANGS_UP = /^(?:tty_signal_session_leader|__tty_hangup|disassociate_ctty)\b/;
/** They call these where the task on the processor gives the terminal up; for a dead line a kernel thread does. */
const GIVES_UP =
  /^(?:tty_release|tty_vhangup|pty_close|do_exit|no_tty|tty_jobctrl_ioctl|ksys_vhangup)\b/;
/** A thread that ends by exit(2): exit_group(2) and deadly signals go through do_group_exit. */
const EXIT_CALL = /^__(?:x64|arm64|do)_sys_exit$/;

/** Whether the task on the processor has closed the terminal that is hung up. */
export function closesTerminal(stack: readonly string[]): boolean {
  const last = stack.findLastIndex((frame) => HANGS_UP.test(frame));
  return last !== -1 && GIVES_UP.test(stack[last + 1] ?? '');
}

/** Whether the task on the processor ends as one thread, and not with its process, as far as it knows. */
export function endsAsThread(stack: readonly string[]): boolean {
  return EXIT_CALL.test(stack[stack.indexOf('do_exit') + 1] ?? '');
}
