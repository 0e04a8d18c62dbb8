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

const ID = { type: 'string', description: 'The signal record.' } as const;

const OUTCOME = recordSchema(
  'outcome',
  'OutcomeRecord',
  'What became of a signal.',
  {
    ...SEEN,
    signal_id: { ...ID, description: 'The signal; absent where no traced one fits.' },
    signal: SIGNAL_NAME,
    signo: SIGNO,
    origin: ORIGIN,
    sender: SENDER,
    target: PROCESS,
    outcome: {
      enum: ['handled', 'terminated', 'dumped', 'stopped', 'continued', 'discarded', 'pending'],
      description:
        'A handler ran; the process has gone, without or with a core; has stopped; goes on; took it and nothing came of it; still waits to be taken after 10 s or at the end (a later outcome replaces this).',
    },
    latency_ns: { ...DURATION_NS, description: 'Since the signal was generated.' },
    taken_by: {
      ...PID,
      description:
        'The thread that took it, by its tid: the one in which the handler ran. Absent of a death, and where none took it.',
    },
    fatal: { type: 'boolean', description: 'The process died of it.' },
    exit: EXIT_STATUS,
    reraise_of: {
      ...ID,
      description: 'The signal that the process had caught before it sent itself this one.',
    },
    inferred: { const: true, description: 'More than one traced signal fits.' },
    late: {
      ...LATE,
      description: `${LATE.description} So it is where a process was seen to stop only after it had taken the signal.`,
    },
  },
  ['ktime', 'signal', 'signo', 'target', 'outcome', 'fatal'],
);

const EXIT = recordSchema(
  'exit',
  'ExitRecord',
  'A process that a traced signal other than SIGCHLD was for has ended.',
  {
    ...SEEN,
    target: PROCESS,
    exit: EXIT_STATUS,
    signal_ids: {
      type: 'array',
      items: { type: 'string' },
      description: 'The signals that it had got, the last 64 of them.',
    },
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
      enum: [
        'handled',
        'terminated',
        'dumped',
        'stopped',
        'continued',
        'discarded',
        'pending',
        'ignored',
      ],
      description: 'What became of it, where that is known.',
    },
  },
  required: ['signal_id', 'signal', 'time'],
  additionalProperties: false,
} as const;

const ESCALATION = recordSchema(
  'escalation',
  'EscalationRecord',
  'A stronger signal followed a weaker one to the same process: INT, QUIT, TERM, ABRT, KILL.',
  {
    target: PROCESS,
    steps: { type: 'array', items: STEP, description: 'In the order in which they were sent.' },
    grace_ns: { ...DURATION_NS, description: 'From the first to the last.' },
  },
  ['target', 'steps', 'grace_ns'],
);

const ATTEMPT = recordSchema(
  'attempt',
  'AttemptRecord',
  'A call of the kill family that failed (--attempts): the kernel generated no signal for it.',
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
    },
    signal: {
      ...SIGNAL_NAME,
      description: `${SIGNAL_NAME.description} Absent for 0, a mere look, and where there is no such signal.`,
    },
    signo: { type: 'integer', description: 'As the caller gave it; 0 only looks.' },
    sender: PROCESS,
    arg: {
      type: 'integer',
      description: 'The pid as the caller gave it; of pidfd_send_signal, the descriptor.',
    },
    errno: { type: 'string', description: '"ESRCH", "EPERM" and so on.' },
    late: LATE,
  },
  ['ktime', 'cpu', 'syscall', 'signo', 'sender', 'arg', 'errno'],
);

/** What became of signals, and of attempts to send some. */
export const OUTCOME_RECORDS = [OUTCOME, EXIT, ESCALATION, ATTEMPT];
