/** Pieces that the schemas of several records share. */
export const TIME = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$',
  description: 'Wall clock, RFC 3339 in UTC with nanoseconds.',
} as const;
export const EPOCH_US = {
  type: 'integer',
  description: 'The same in whole microseconds since 1970.',
} as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
export const PID = { type: 'integer', minimum: 0 } as const;
export const COMM = {
  type: 'string',
  description: "The thread's name, as the kernel keeps it: at most 15 bytes, any bytes.",
} as const;

export const PROCESS = {
  title: 'Process',
  type: 'object',
  description: 'One end of a signal. What could not be learned is absent.',
  properties: {
    pid: {
      ...PID,
      description: 'Thread group id, as the initial pid namespace numbers it (task_struct.tgid).',
    },
    tid: {
      ...PID,
      description:
        'Thread id, as the initial pid namespace numbers it. Of a target, the thread that the kernel named, which may be any of its process.',
    },
    comm: COMM,
    uid: { type: 'integer', minimum: 0, description: 'User id in the initial user namespace.' },
    gid: { type: 'integer', minimum: 0, description: 'Group id in the initial user namespace.' },
    cgroup_id: {
      type: 'string',
      description: 'Id (inode) of its cgroup in the v2 hierarchy, in decimal.',
    },
  },
  required: ['tid', 'comm'],
  additionalProperties: false,
} as const;

/** The schema of one type of record: `type`, the two times, and fields of its own. */
export function recordSchema<T extends string, P extends object>(
  type: T,
  title: string,
  description: string,
  properties: P,
  required: readonly string[],
) {
  return {
    title,
    type: 'object',
    description,
    properties: {
      type: { const: type },
      time: TIME,
      epoch_us: EPOCH_US,
      ...properties,
    },
    required: ['type', 'time', 'epoch_us', ...required],
    additionalProperties: false,
  };
}
