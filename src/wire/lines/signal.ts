import { ARG_IS } from '../../signals/calls.js';
import {
  cgroupId,
  comm,
  int32,
  integer,
  knownId,
  nanoseconds,
  optional,
  pid,
  processKey,
  size,
  stack,
  uint32,
  type ValuesOf,
  withAbsent,
} from '../field.js';
import type { FieldReader } from '../field-reader.js';
import { Line } from '../line.js';
import { CURRENT_COMM, CURRENT_IDS } from './current.js';

/** Stands in the place of si_code with the result where the probe could not read the siginfo. */
const NO_SIGINFO = 0x80000000;
/** The result that says that it is not known either. */
const NO_RESULT = 15;

export const SIGNAL = new Line(
  's',
  'signal',
  'a signal that the kernel generated',
  {
    signo: integer('%d', 1, 64, { value: '$sig', core: 'args->sig' }),
    siCode: optional(
      int32('%ld', {
        value: '$code',
        core: 'args->code',
        meaning: `${NO_SIGINFO} + result if the siginfo cannot be read`,
      }),
    ),
    errno: optional(int32('%d', { value: '{{errno}}', core: 'args->errno' })),
    /** 1 for a signal to the process, 0 for one to the thread. */
    group: integer('%d', 0, 1, {
      value: '{{group}}',
      core: 'args->group',
      meaning: '1 to the process, 0 to the thread',
    }),
    /** Index into RESULTS; undefined where it was queued and no more is known. */
    result: optional(
      integer('%d', 0, 4, {
        value: '{{result}}',
        core: 'args->result',
        meaning: '0 delivered, 1 ignored, 2 already pending, 3 not queued (failed), 4 siginfo lost',
      }),
    ),
    targetTid: pid(1, { value: '$tid', core: 'args->pid' }),
    /** 0 where the target's task was not found. */
    targetPid: pid(0, { value: '$to', core: '0', meaning: '0 unknown' }),
    /** -1 where the target's task was not found. */
    targetUid: knownId({ value: '$to_uid', core: '-1', meaning: '-1 unknown' }),
    ...CURRENT_IDS,
    ...CURRENT_COMM,
    targetComm: comm({
      value: '{{comm}}',
      core: 'args->comm',
    }),
    /** When its process started, ns since boot (start_boottime); 0 where it is not known. */
    targetStartTimeNs: withAbsent(nanoseconds({ value: '$started', meaning: 'ns since boot' }), 0n),
    /** -1 where the target's task was not found. */
    targetGid: withAbsent(knownId({ value: '$to_gid', meaning: '-1 unknown' }), -1),
    /** Its parent process; 0 where it is not known. */
    targetParent: withAbsent(pid(0, { value: '$to_parent' }), 0),
    /** Its process id in its own, innermost pid namespace; 0 where that is the initial one. */
    targetNsPid: withAbsent(
      pid(0, { value: '$to_ns_pid', meaning: 'its pid in its own pid namespace; 0 initial' }),
      0,
    ),
    /** See TARGET_STATE. */
    targetState: withAbsent(
      uint32('%lu', {
        value: '$to_state',
        meaning:
          'bits: 1 ignores it, 2 handles it, 4 exiting, 8 traced, 16 its outcome is not followed; from bit 8 on signal_struct.flags',
      }),
      0,
    ),
    targetCgroupId: withAbsent(cgroupId({ value: '$to_cgroup' }), '0'),
    /** Where its arguments begin, which each exec draws by lot; 0 where it has no memory any more. */
    targetArgStart: withAbsent(
      size({ value: '$to_arg_start', meaning: 'address of its arguments; 0 no memory' }),
      0,
    ),
    /** Number of the system call that sends the signal; where none is proven, one of ARG_IS. */
    call: withAbsent(
      integer('%d', ARG_IS.call, 0x7fffffff, {
        value: '$call',
        meaning: 'system call that sends it, or what arg is',
      }),
      ARG_IS.exitState,
    ),
    /** First argument of the call; without a call, see ARG_IS. */
    arg: withAbsent(
      integer('%ld', -(2 ** 31), Number.MAX_SAFE_INTEGER, {
        value: '$arg',
        meaning: `its first argument; none proven: ${ARG_IS.exitState} exit_state of the current task, ${ARG_IS.cpuTime} to ${ARG_IS.fileSize} a limit, ${ARG_IS.call} number of a call`,
      }),
      0,
    ),
    /** The process on the processor as w, p and a lines name it; empty where it is not told of. */
    processKey: withAbsent(
      processKey({ value: '$who', meaning: 'of the current process: see w' }),
      '',
    ),
    /** Function names, innermost first; empty where the probe takes no stack. */
    stack: withAbsent(stack({ value: 'kstack({{frames}})', meaning: 'if no call is proven' }), []),
  },
  true,
);

/** What the probe saw of a signal besides its place in the stream; numbers as the kernel gave them. */
export type SignalFacts = ValuesOf<typeof SIGNAL.fields>;

/** Bits of `targetState`, as probes/signal_generate.bt makes them; the flags are signal_struct's. */
export const TARGET_STATE = {
  ignores: 1,
  handles: 2,
  exiting: 4,
  traced: 8,
  /** The program had no room to follow it: neither its deliveries nor its end are told. */
  untracked: 16,
  stopped: 0x1 << 8,
  groupExit: 0x4 << 8,
  /** It was stopped until this SIGCONT: its parent is to be told. */
  continued: 0x30 << 8,
  /** First process of a pid namespace. */
  unkillable: 0x40 << 8,
} as const;

/** Reads a signal's facts, unchecked; undefined where the line is cut. */
export function readSignalFacts(line: FieldReader): SignalFacts | undefined {
  const facts = SIGNAL.read(line);
  if (!line.complete) return undefined;
  const { siCode } = facts;
  if (siCode === undefined || !(siCode >= NO_SIGINFO)) return facts;
  const result = siCode - NO_SIGINFO;
  return {
    ...facts,
    siCode: undefined,
    errno: undefined,
    result: result === NO_RESULT ? undefined : result,
  };
}
