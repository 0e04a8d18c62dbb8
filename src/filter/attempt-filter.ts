import type { Proc } from '../host/live-proc.js';
import type { UserSpaceFilter } from './user-space-filter.js';
import type { AttemptView, ProcessView, SignalView } from './view.js';

type AttemptPredicate = (attempt: AttemptView) => boolean;

/** Returns the match for failed calls, or undefined where nothing is left to match. */
export function attemptPredicate(filter: UserSpaceFilter): AttemptPredicate | undefined {
  const asks = filter.attemptPredicate();
  return asks && ((attempt) => asks(asSignal(attempt, filter.proc)));
}

/** Returns the signal that the call would have sent. It has no result and no code. */
function asSignal(attempt: AttemptView, proc: Proc | undefined): SignalView {
  const { signo, origin, sender } = attempt;
  return {
    signo,
    origin,
    sentByCurrent: true,
    sentByCode: true,
    current: sender,
    sender,
    target: targetOf(attempt, proc),
  };
}

/** No process has this cgroup. */
const NOWHERE = '';

/**
 * Returns the process whose pid the caller gave: /proc tells what has that pid now, if anything.
 * A group, a descriptor and a pid of another namespace name no process.
 */
function targetOf({ syscall, arg, sender }: AttemptView, proc: Proc | undefined): ProcessView {
  const named = arg > 0 && syscall !== 'pidfd_send_signal' && sender.nspid === undefined;
  if (!named) return { cgroup: NOWHERE };
  return {
    pid: arg,
    tid: arg,
    get comm() {
      return proc?.comm(arg);
    },
    get cgroup() {
      return proc?.cgroup(arg) ?? NOWHERE;
    },
  };
}
