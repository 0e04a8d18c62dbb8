import { ORIGINS } from '../signals/origins.js';
import { RESULTS } from '../signals/results.js';
import {
  COMM,
  COUNT,
  LATE,
  PID,
  PROCESS,
  recordSchema,
  SEEN,
  SIGNAL_NAME,
  SIGNO,
} from './schema-parts.js';

export const ORIGIN = {
  enum: [...ORIGINS],
  description: 'How the signal came about; `unknown` where nothing proves it.',
};
export const SENDER = {
  anyOf: [PROCESS, { type: 'null' }],
  description:
    'The process that caused the signal, or null where none did. A task that only happened to be on the CPU is not a sender.',
} as const;

const OOM = {
  title: 'Oom',
  type: 'object',
  description: 'The findings of the OOM killer, as far as they are known.',
  properties: {
    cgroup: {
      type: 'string',
      description:
        'Path of the cgroup whose limit was reached; absent where the whole machine ran out of memory.',
    },
    limit: { ...COUNT, description: 'Limit of that cgroup in bytes.' },
    rss: { ...COUNT, description: 'Resident memory of the target in bytes.' },
    trigger: {
      type: 'object',
      description: 'The process whose request for memory started the OOM killer.',
      properties: { pid: { ...PID, description: 'Process id.' }, comm: COMM },
      required: ['pid', 'comm'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const;

const TASK = {
  title: 'Current',
  type: 'object',
  properties: {
    pid: { ...PID, description: 'Process id.' },
    tid: { ...PID, description: 'Thread id.' },
    comm: COMM,
  },
  required: ['pid', 'tid', 'comm'],
  additionalProperties: false,
} as const;

const RLIMIT = {
  title: 'Rlimit',
  type: 'object',
  description: 'With origin `rlimit`: the limit that was reached, where the signal shows which.',
  properties: {
    name: { enum: ['cpu', 'rttime', 'fsize'], description: 'Name of the limit, as of setrlimit.' },
    value: { ...COUNT, description: 'The limit: `cpu` in s, `rttime` in µs, `fsize` in bytes.' },
  },
  required: ['name'],
  additionalProperties: false,
} as const;

const SYSCALL = {
  title: 'Syscall',
  type: 'object',
  description:
    'With origin `seccomp` or `syscall-dispatch`: the system call that was not allowed, where it is known.',
  properties: {
    nr: { type: 'integer', description: 'Its number on x86-64.' },
    name: { type: 'string', description: 'Its name; absent where the number has none.' },
  },
  required: ['nr'],
  additionalProperties: false,
} as const;

export const SIGNAL = recordSchema(
  'signal',
  'SignalRecord',
  'The kernel generated a signal: one event of its tracepoint signal_generate.',
  {
    ...SEEN,
    id: {
      type: 'string',
      description: 'Id of the signal, unique in the stream; other records refer to it.',
    },
    signal: SIGNAL_NAME,
    signo: SIGNO,
    code: {
      type: 'string',
      description: "The kernel's name for si_code with this signal; absent where it has none.",
    },
    si_code: {
      type: 'integer',
      description: 'Value of siginfo.si_code. A sender may claim nearly any value.',
    },
    errno: {
      type: 'integer',
      description: 'Value of siginfo.si_errno, nearly always 0. It is not the outcome.',
    },
    scope: {
      enum: ['process', 'thread'],
      description: 'Whether any thread of the target may take the signal, or only the thread tid.',
    },
    result: {
      enum: [...RESULTS],
      description:
        "The kernel's result at generation, its own word in lower case. `already_pending` was merged with an equal pending signal; `overflow_fail` was dropped; `lose_info` was delivered without its siginfo.",
    },
    ignored_why: {
      enum: ['handler', 'default', 'init', 'dying', 'continued'],
      description:
        'Why the kernel ignored the signal: `handler`, it is set to SIG_IGN; `default`, its default action is to ignore; `init`, the first process of a pid namespace has no handler for it; `dying`, the target is ending; `continued`, a SIGCONT, which continues a stopped process all the same.',
    },
    origin: ORIGIN,
    sender: SENDER,
    current: { ...TASK, description: 'The task on the CPU, where it is not the sender.' },
    closed_by: {
      ...TASK,
      title: 'ClosedBy',
      description:
        'With origin `tty`, of a hangup: the task that closed the terminal, where it is known.',
    },
    rlimit: RLIMIT,
    syscall: SYSCALL,
    parent_thread: {
      const: true,
      description:
        "With origin `parent-death`: only the parent's thread that started the target has ended; the parent lives on.",
    },
    target: PROCESS,
    group_id: {
      type: 'string',
      description: 'Id of the first signal of the same call, such as a kill of a process group.',
    },
    oom: OOM,
    late: LATE,
  },
  ['ktime', 'cpu', 'id', 'signal', 'signo', 'scope', 'origin', 'target'],
);
