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

const UID = { type: 'integer', minimum: 0 } as const;
const TEXT = { type: 'string' } as const;
export const DURATION_NS = { type: 'integer', description: 'Nanoseconds.' } as const;
export const SIGNO = { type: 'integer', minimum: 1, maximum: 64 } as const;
export const SIGNAL_NAME = {
  type: 'string',
  description: '"SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".',
} as const;

export const ANCESTOR = {
  title: 'Ancestor',
  type: 'object',
  description: 'A process that another one descends from.',
  properties: {
    pid: PID,
    comm: COMM,
    cmd: { ...TEXT, description: 'Its command line, where it could still be read.' },
  },
  required: ['pid', 'comm'],
  additionalProperties: false,
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
    uid: { ...UID, description: 'User id in the initial user namespace.' },
    gid: { ...UID, description: 'Group id in the initial user namespace.' },
    ppid: { ...PID, description: "Its parent's pid at that moment." },
    exe: { ...TEXT, description: 'Path of its program, as its mount namespace sees it.' },
    cmdline: { type: 'array', items: TEXT, description: 'Its arguments, the first its own name.' },
    cmdline_truncated: { const: true, description: 'The probe could carry no more of it.' },
    cmd: { ...TEXT, description: 'The same as one line, quoted as for a shell.' },
    user: { ...TEXT, description: 'Name of uid on this host.' },
    loginuid: {
      ...UID,
      description: 'User who logged in, which sudo and su leave as it is (audit).',
    },
    start_time: {
      type: 'string',
      pattern: '^\\d+$',
      description:
        'When the process started: ns since boot, in decimal. With pid it names one process for ever.',
    },
    cgroup: { ...TEXT, description: 'Path of its cgroup.' },
    cgroup_id: {
      type: 'string',
      description: 'Id (inode) of its cgroup in the v2 hierarchy, in decimal.',
    },
    unit: { ...TEXT, description: 'systemd unit, from the cgroup.' },
    container: { ...TEXT, description: 'Id of its container, from the cgroup.' },
    pod: { ...TEXT, description: 'Uid of its Kubernetes pod, from the cgroup.' },
    nspid: { ...PID, description: 'The pid that it sees itself as, where that differs.' },
    ancestors: {
      type: 'array',
      items: ANCESTOR,
      description: 'From its parent to pid 1, on request (--ancestors).',
    },
  },
  required: ['tid', 'comm'],
  additionalProperties: false,
} as const;

/** How a process ended. */
export const EXIT_STATUS = {
  title: 'ExitStatus',
  anyOf: [
    {
      type: 'object',
      properties: { code: { type: 'integer', minimum: 0, maximum: 255 } },
      required: ['code'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        signal: SIGNAL_NAME,
        signo: SIGNO,
        core: { type: 'boolean', description: 'A core was dumped.' },
      },
      required: ['signal', 'signo', 'core'],
      additionalProperties: false,
    },
  ],
} as const;

export const LATE = {
  const: true,
  description: 'A record with a greater ktime had already been written.',
} as const;

/** Fields that say when and where the kernel saw something. */
export const SEEN = {
  ktime: {
    type: 'string',
    pattern: '^\\d+$',
    description:
      "The kernel's clock, ns, in decimal (it passes 2^53 after 104 days). The order of the stream.",
  },
  cpu: { type: 'integer', minimum: 0, description: 'Processor that ran the probe.' },
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
