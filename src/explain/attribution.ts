import { ARG_IS, originOfCall } from '../signals/calls.js';
import { originOfStack } from '../signals/frames.js';
import type { Origin, RawOrigin } from '../signals/origins.js';
import { SIGCHLD, SIGKILL, SIGPIPE, SIGXCPU } from '../signals/signos.js';
import type { SignalFacts } from '../wire/events.js';

const SI_USER = 0;
const SI_QUEUE = -1;
const SI_TKILL = -6;
const CLD_DUMPED = 3;

/** The sender of a signal: the task on the processor, nobody, or not known. */
export type SenderKind = 'current' | 'nobody' | 'not known';

export interface Attribution {
  readonly origin: Origin;
  readonly from: SenderKind;
}

/** Origins that the task on the processor causes. Other signals only interrupt it. */
const BY_CURRENT: ReadonlySet<Origin> = new Set<Origin>([
  'kill',
  'kill-group',
  'kill-all',
  'tkill',
  'sigqueue',
  'pidfd',
  'cgroup-kill',
  'parent-death',
  'ptrace',
  'mqueue',
  'reboot',
]);

/**
 * Tells how a signal came about and who caused it.
 *
 * A proven system call or the kernel's stack says it. si_code is no proof: a process may claim any
 * negative code by rt_sigqueueinfo, and any at all to itself; only SI_TKILL to another task can't be
 * forged, and a positive code to another task is the kernel's own.
 */
export function attribute(signal: SignalFacts): Attribution {
  const { call, arg, stack } = signal;
  const way = originOfCall(call, arg) ?? originOfStack(stack);
  if (way === undefined) return attributeByCode(signal);
  const origin = originOf(way, signal);
  if (origin === 'child') return { origin, from: isChild(signal) ? 'current' : 'not known' };
  // A program that starts under a tracer gets its TRAP in the tracer's name.
  if (origin === 'ptrace' && signal.currentTid === signal.targetTid)
    return { origin, from: 'not known' };
  return { origin, from: BY_CURRENT.has(origin) ? 'current' : 'nobody' };
}

function originOf(way: RawOrigin, { signo }: SignalFacts): Origin {
  if (way !== 'cpu-timers') return way;
  return signo === SIGXCPU || signo === SIGKILL ? 'rlimit' : 'interval-timer';
}

/**
 * Whether the task on the processor is the child whose state has changed. A dying parent passes on
 * its children's ends, and a tracer those of its tracees, before it has ended itself.
 */
function isChild({ siCode, call, arg }: SignalFacts): boolean {
  return (siCode ?? 0) > CLD_DUMPED || (call === ARG_IS.exitState && arg !== 0);
}

/** Attributes by the code alone, where neither a call nor a stack proves the origin. */
function attributeByCode({
  siCode,
  signo,
  stack,
  targetTid,
  currentTid,
}: SignalFacts): Attribution {
  if (targetTid !== currentTid) {
    if (siCode === SI_TKILL) return { origin: 'tkill', from: 'current' };
    // The current task sent it, whatever else the signal claims.
    if (siCode === SI_USER || siCode === SI_QUEUE) return { origin: 'unknown', from: 'current' };
    // The code does not tell whose state changed.
    if ((siCode ?? 0) > 0 && signo === SIGCHLD) return { origin: 'child', from: 'not known' };
  } else if (signo === SIGPIPE && siCode === SI_USER && stack.some(isWrite)) {
    // A task writes in many ways; none of these functions sends the signal itself.
    return { origin: 'pipe', from: 'nobody' };
  }
  return { origin: 'unknown', from: 'not known' };
}

const WRITES = /^(?:vfs_write|vfs_writev|ksys_write|do_writev|__sys_sendto|__sys_sendmsg)$/;

function isWrite(frame: string): boolean {
  return WRITES.test(frame);
}
