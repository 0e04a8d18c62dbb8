import {
  DURATION_NS,
  EXIT_STATUS,
  LATE,
  PID,
  PROCESS,
  recordSchema,
  SEEN,
  SIGNAL_NAME,
  SIGNO,
  TIME,
} from './schema-parts.js';
import { ORIGIN, SENDER } from './signal-schema.js';

const ID = { type: 'string', description: 'Id of the signal record.' } as const;

const OUTCOMES = [
  'handled',
  'terminated',
  'dumped',
  'stopped',
  'continued',
  'discarded',
  'taken',
  'dumping',
  'pending',
] as const;

const OUTCOME = recordSchema(
  'outcome',
  'OutcomeRecord',
  'The outcome of a signal.',
  {
    ...SEEN,
    signal_id: {
      ...ID,
      description: 'Id of the signal record; absent where no traced signal fits.',
    },
    signal: SIGNAL_NAME,
    signo: SIGNO,
    origin: ORIGIN,
    sender: SENDER,
    target: PROCESS,
    outcome: {
      enum: [...OUTCOMES],
      description:
        '`handled`: a handler ran. `terminated`, `dumped`: the process has ended, without or with a core. `stopped`, `continued`: the process has stopped, or goes on. `discarded`: the process took the signal without effect. `taken`: it has left the queue and no handler ran (sigwait, signalfd, a tracer). `dumping`: the process writes a core; `dumped` or `terminated` replaces it, unless `cut_short_by` says what ended it first. `pending`: no thread has taken it after 10 s or at the end of the trace; a later outcome replaces this one.',
    },
    pending_why: {
      enum: ['blocked', 'stopped', 'frozen', 'uninterruptible', 'traced'],
      description: 'Why it is pending, as far as /proc shows it.',
    },
    latency_ns: { ...DURATION_NS, description: 'Nanoseconds since the signal was generated.' },
    taken_by: {
      ...PID,
      description:
        'Thread id of the thread that took the signal and ran the handler. Absent for a death, and where no thread took it.',
    },
    by_tracer: {
      const: true,
      description: 'The process was being traced: its tracer took the signal, and may hand it on.',
    },
    cut_short_by: {
      ...ID,
      description: 'Id of the signal that ended the process while it wrote its core.',
    },
    fatal: { type: 'boolean', description: 'The process died of this signal.' },
    exit: EXIT_STATUS,
    reraise_of: {
      ...ID,
      description:
        'Id of the signal that the process had caught before it sent itself this one to die of it.',
    },
    inferred: {
      const: true,
      description: 'More than one traced signal fits, and this is the likeliest.',
    },
    late: {
      ...LATE,
      description: `${LATE.description} A stop that is seen only after the signal was taken is late too.`,
    },
  },
  ['ktime', 'signal', 'signo', 'target', 'outcome', 'fatal'],
);

const EXIT = recordSchema(
  'exit',
  'ExitRecord',
  'A process has ended that was the target of a traced signal other than SIGCHLD.',
  {
    ...SEEN,
    target: PROCESS,
    exit: EXIT_STATUS,
    signal_ids: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ids of the signals that the process had got, the last 64 of them.',
    },
    asked_by: {
      ...ID,
      description:
        'Id of the signal that asked for the end: the last that was handled and asks to stop (HUP, INT, QUIT, USR1, TERM, WINCH, PWR, RTMIN+3).',
    },
    after_ns: { ...DURATION_NS, description: 'Nanoseconds from that signal to the end.' },
    late: LATE,
  },
  ['ktime', 'cpu', 'target', 'exit', 'signal_ids'],
);

const STEP = {
  title: 'EscalationStep',
  type: 'object',
  properties: {
    signal_id: ID,
    signal: SIGNAL_NAME,
    time: TIME,
    sender: SENDER,
    outcome: {
      enum: [...OUTCOMES, 'ignored'],
      description: 'Outcome of the signal, where it is known.',
    },
  },
  required: ['signal_id', 'signal', 'time'],
  additionalProperties: false,
} as const;

const ESCALATION = recordSchema(
  'escalation',
  'EscalationRecord',
  'A process was asked to stop (HUP, INT, QUIT, USR1, TERM, WINCH, PWR or RTMIN+3), then ended by ABRT or KILL within 120 s, or within an hour where one program sent both. An INT or QUIT that was handled counts only where one program sent both.',
  {
    target: PROCESS,
    steps: {
      type: 'array',
      items: STEP,
      description: 'The signals in the order in which they were sent.',
    },
    grace_ns: { ...DURATION_NS, description: 'Nanoseconds from the first signal to the last.' },
    same_sender: {
      type: 'boolean',
      description: 'Whether one process, or one program, sent the first and the last.',
    },
  },
  ['target', 'steps', 'grace_ns'],
);

const ATTEMPT = recordSchema(
  'attempt',
  'AttemptRecord',
  'A call of the kill family failed, so the kernel generated no signal (--attempts). `target` is there where a process of the caller’s pid namespace is proven to have had that pid.',
  {
    ...SEEN,
    syscall: {
      enum: [
        'kill',
        'tkill',
        'tgkill',
        'rt_sigqueueinfo',
        'rt_tgsigqueueinfo',
        'pidfd_send_signal',
      ],
      description: 'Name of the system call.',
    },
    signal: {
      ...SIGNAL_NAME,
      description: `${SIGNAL_NAME.description} Absent for 0, which only tests for the process, and for a number that is no signal.`,
    },
    signo: { type: 'integer', description: 'Signal number that the caller gave.' },
    sender: PROCESS,
    arg: {
      type: 'integer',
      description:
        'First argument that the caller gave: a pid, or the descriptor of pidfd_send_signal.',
    },
    thread: {
      type: 'integer',
      description:
        'Thread that the caller asked for beside the process (tgkill, rt_tgsigqueueinfo).',
    },
    target: PROCESS,
    errno: { type: 'string', description: 'Name of the error: "ESRCH", "EPERM" and so on.' },
    late: LATE,
  },
  ['ktime', 'cpu', 'syscall', 'signo', 'sender', 'arg', 'errno'],
);

/** The schemas of outcomes, exits, escalations and failed attempts. */
export const OUTCOME_RECORDS = [OUTCOME, EXIT, ESCALATION, ATTEMPT];
