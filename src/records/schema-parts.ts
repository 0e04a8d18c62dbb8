// Parts that the schemas of several records share.

export const TIME = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$',
  description: 'Wall clock time, RFC 3339 in UTC with nanoseconds.',
} as const;
export const EPOCH_US = {
  type: 'integer',
  description: 'The same time in whole microseconds since 1970.',
} as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
export const PID = { type: 'integer', minimum: 0 } as const;
export const COMM = {
  type: 'string',
  description: "The thread's name as the kernel keeps it: at most 15 bytes, of any value.",
} as const;

const UID = { type: 'integer', minimum: 0 } as const;
const TEXT = { type: 'string' } as const;
export const DURATION_NS = { type: 'integer', description: 'Nanoseconds.' } as const;
export const SIGNO = {
  type: 'integer',
  minimum: 1,
  maximum: 64,
  description: 'Number of the signal, 1 to 64.',
} as const;
export const SIGNAL_NAME = {
  type: 'string',
  description: 'Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".',
} as const;

const NAME = {
  ...TEXT,
  description:
    "Short name, as a person would say it: the beginning of a title that the process wrote over its arguments (nginx: master process), the file name of the script, module or class that an interpreter runs, else the program's file name.",
} as const;

export const ANCESTOR = {
  title: 'Ancestor',
  type: 'object',
  description: 'A process from which another one descends.',
  properties: {
    pid: { ...PID, description: 'Process id (thread group id).' },
    comm: COMM,
    name: NAME,
    cmd: {
      ...TEXT,
      description: 'Command line, quoted for a shell, where it could still be read.',
    },
  },
  required: ['pid', 'comm'],
  additionalProperties: false,
} as const;

export const PROCESS = {
  title: 'Process',
  type: 'object',
  description: 'A process at one end of a signal. A field that could not be learned is absent.',
  properties: {
    pid: {
      ...PID,
      description: 'Process id (thread group id) in the initial pid namespace, task_struct.tgid.',
    },
    tid: {
      ...PID,
      description:
        'Thread id in the initial pid namespace. For a target it is the thread that the kernel named, which may be any thread of the process.',
    },
    comm: COMM,
    name: NAME,
    uid: { ...UID, description: 'User id in the initial user namespace.' },
    gid: { ...UID, description: 'Group id in the initial user namespace.' },
    ppid: { ...PID, description: "The parent's pid at that moment." },
    exe: { ...TEXT, description: 'Path of the program in the mount namespace of the process.' },
    cmdline: {
      type: 'array',
      items: TEXT,
      description: 'Arguments; the first is the name of the program.',
    },
    cmdline_truncated: {
      const: true,
      description: 'The command line is cut: the probe could carry no more.',
    },
    cmd: {
      ...TEXT,
      description:
        "The arguments as one command line, quoted so that bash, zsh and dash read them back. An argument's newline is kept.",
    },
    user: { ...TEXT, description: 'Name of the user with this uid on this host.' },
    loginuid: {
      ...UID,
      description: 'Uid of the user who logged in (audit); sudo and su keep it.',
    },
    start_time: {
      type: 'string',
      pattern: '^\\d+$',
      description:
        'Start of the process, nanoseconds since boot, in decimal. Together with pid it identifies one process of this boot.',
    },
    cgroup: { ...TEXT, description: 'Path of the cgroup.' },
    cgroup_id: {
      type: 'string',
      description: 'Id (inode number) of the cgroup in the v2 hierarchy, in decimal.',
    },
    slice: {
      ...TEXT,
      description: 'systemd slice that holds the unit, taken from the cgroup: system.slice.',
    },
    unit: { ...TEXT, description: 'systemd unit, taken from the cgroup.' },
    container: { ...TEXT, description: 'Id of the container, taken from the cgroup.' },
    pod: { ...TEXT, description: 'Uid of the Kubernetes pod, taken from the cgroup.' },
    nspid: {
      ...PID,
      description: 'The pid that the process itself sees, where it differs from pid.',
    },
    ancestors: {
      type: 'array',
      items: ANCESTOR,
      description: 'Ancestors from the parent to pid 1, on request (--ancestors).',
    },
  },
  required: ['tid', 'comm'],
  additionalProperties: false,
} as const;

/** The schema of the end of a process: an exit code or a fatal signal. */
export const EXIT_STATUS = {
  title: 'ExitStatus',
  description: 'How a process ended: with an exit code, or by a signal.',
  anyOf: [
    {
      type: 'object',
      properties: {
        code: { type: 'integer', minimum: 0, maximum: 255, description: 'Exit code.' },
      },
      required: ['code'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: {
        signal: SIGNAL_NAME,
        signo: SIGNO,
        core: { type: 'boolean', description: 'The kernel dumped a core.' },
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

/** Fields of every record of a kernel event: its time and its CPU. */
export const SEEN = {
  ktime: {
    type: 'string',
    pattern: '^\\d+$',
    description:
      "The kernel's clock in nanoseconds, in decimal; it passes 2^53 after 104 days. It gives the order of the stream.",
  },
  cpu: { type: 'integer', minimum: 0, description: 'CPU that ran the probe.' },
} as const;

/** Makes the schema of one record type: `type`, the two times, then its own fields. */
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
      type: { const: type, description: 'Type of the record.' },
      time: TIME,
      epoch_us: EPOCH_US,
      ...properties,
    },
    required: ['type', 'time', 'epoch_us', ...required],
    additionalProperties: false,
  };
}
