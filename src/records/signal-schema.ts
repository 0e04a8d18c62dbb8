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

export const ORIGIN = { enum: [...ORIGINS], description: 'How the signal came about.' };
export const SENDER = {
  anyOf: [PROCESS, { type: 'null' }],
  description:
    'The process that caused it, or null where none did. The task that happened to be on the processor is not a sender.',
} as const;

const OOM = {
  title: 'Oom',
  type: 'object',
  description: 'What the OOM killer found, as far as it is known.',
  properties: {
    cgroup: { type: 'string', description: 'Whose limit was reached; absent: the whole machine.' },
    limit: { ...COUNT, description: 'That limit, bytes.' },
    rss: { ...COUNT, description: 'Resident memory of the target, bytes.' },
    trigger: {
      type: 'object',
      description: 'The task that asked for one page too many.',
      properties: { pid: PID, comm: COMM },
      required: ['pid', 'comm'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const;

export const SIGNAL = recordSchema(
  'signal',
  'SignalRecord',
  "One call of the kernel's signal_generate.",
  {
    ...SEEN,
    id: { type: 'string', description: 'Unique in the stream; other records name it.' },
    signal: SIGNAL_NAME,
    signo: SIGNO,
    code: {
      type: 'string',
      description:
        "The kernel's own name for this si_code of this signal, absent where none exists.",
    },
    si_code: { type: 'integer' },
    errno: { type: 'integer', description: 'si_errno; it is not the outcome.' },
    scope: { enum: ['process', 'thread'] },
    result: {
      enum: [...RESULTS],
      description: "The kernel's verdict, its own words in lower case.",
    },
    ignored_why: {
      enum: ['handler', 'default', 'init', 'dying', 'continued'],
      description:
        'Why it was ignored: by SIG_IGN; by default; the first process of a pid namespace has no handler; the target is dying; SIGCONT, which lets a process go on all the same.',
    },
    origin: ORIGIN,
    sender: SENDER,
    current: {
      title: 'Current',
      type: 'object',
      description: 'The task on the processor, where sender is null.',
      properties: { pid: PID, tid: PID, comm: COMM },
      required: ['pid', 'tid', 'comm'],
      additionalProperties: false,
    },
    target: PROCESS,
    group_id: {
      type: 'string',
      description: 'The same on all signals of one call: the id of its first signal.',
    },
    oom: OOM,
    late: LATE,
  },
  ['ktime', 'cpu', 'id', 'signal', 'signo', 'scope', 'origin', 'target'],
);
