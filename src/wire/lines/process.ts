import {
  cgroupId,
  comm,
  integer,
  nanoseconds,
  pid,
  size,
  uint32,
  type ValuesOf,
  word,
} from '../field.js';
import { Line } from '../line.js';

/** Lines that the probe prints of the sender's ancestors, from the parent up. */
export const MOST_ANCESTORS = 4;

/** The key in a line that tells of the process itself. */
export const ITS_KEY = word({ value: '$who' });

export const PROCESS = new Line(
  'w',
  'process',
  'the process that other lines refer to by this key',
  {
    processKey: ITS_KEY,
    pid: pid(0, { value: '$from' }),
    /** ns since boot. */
    startTimeNs: nanoseconds({
      value: '$leader->start_boottime',
      meaning: 'ns since boot',
    }),
    /** See targetArgStart of the signal. */
    argStart: size({
      value: '$arg_start',
      meaning: 'address of its arguments; 0 no memory',
    }),
    parent: pid(0, { value: '$leader->real_parent->tgid' }),
    uid: uint32('%d', { value: 'uid' }),
    gid: uint32('%d', { value: 'gid' }),
    cgroupId: cgroupId({ value: 'cgroup' }),
    /** -1, or all ones, where nobody logged in. */
    loginuid: integer('%d', -1, 0xffffffff, {
      value: '{{loginuid}}',
      meaning: '-1 nobody logged in',
    }),
    /** Its id in its own pid namespace; 0 where that is the initial one. */
    nsPid: pid(0, { value: '$ns_pid', meaning: 'its pid in its own pid namespace; 0 initial' }),
    /** Bytes of its arguments. Amid an exec the kernel's two ends give a negative length, printed as 2^64 less. */
    length: integer('%lu', 0, 2 ** 64, { value: '$length', meaning: 'of the arguments, bytes' }),
    comm: comm({ value: '$leader->comm' }),
  },
  false,
);

export const ANCESTOR = new Line(
  'p',
  'ancestor',
  'an ancestor of that process',
  {
    processKey: ITS_KEY,
    /** 0 is the parent. */
    depth: integer('%d', 0, MOST_ANCESTORS - 1, {
      value: '$depth',
      meaning: '0 the parent, 1 its parent, …',
    }),
    pid: pid(1, { value: '$ancestor->tgid' }),
    startTimeNs: nanoseconds({
      value: '$ancestor->start_boottime',
      meaning: 'ns since boot',
    }),
    comm: comm({ value: '$ancestor->comm' }),
  },
  false,
);

export type ProcessFacts = ValuesOf<typeof PROCESS.fields>;
export type AncestorFacts = ValuesOf<typeof ANCESTOR.fields>;
