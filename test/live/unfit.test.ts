// What a person sees where this host cannot be traced: the cause, what mends it, and exit code 3.

import { execaSync } from 'execa';
import t from 'tap';

import { BIN } from '../support/life.js';
import { IN_OTHER_MOUNTS, NOBODY, PLAIN_NODE, unreadable } from '../support/nobody.js';

const skip = unreadable();

const CASES: {
  what: string;
  prefix?: readonly string[];
  args?: readonly string[];
  says: RegExp;
  mend: RegExp;
}[] = [
  {
    what: 'there is no such bpftrace',
    args: ['--bpftrace', '/nonexistent'],
    says: /no program to run at \/nonexistent/,
    mend: /name a program/,
  },
  {
    what: 'bpftrace is missing',
    prefix: [
      ...IN_OTHER_MOUNTS,
      'for bpftrace in $(which -a bpftrace); do mount --bind /dev/null $bpftrace; done; exec "$@"',
      'sh',
    ],
    says: /bpftrace cannot be executed: \S+ is no regular file/,
    mend: /apt-get install bpftrace/,
  },
  {
    what: 'a user whom sudo refuses, or without sudo',
    prefix: NOBODY,
    says: /bpftrace needs root, and sudo (?:asks|does not|may not|cannot|is not)/,
    mend: /as root|su -$/,
  },
  {
    what: 'a container with the usual rights',
    prefix: ['setpriv', '--bounding-set=-sys_admin,-bpf,-perfmon'],
    says: /bpftrace may not load its program here; it said: /,
    mend: /--privileged/,
  },
  {
    what: 'a rootless container',
    prefix: ['unshare', '--user', '--map-root-user'],
    says: /bpftrace may not load its program here; it said: /,
    mend: /--privileged|root of the host/,
  },
  {
    what: 'tracefs is not mounted',
    // Without it, functions are probed where that can be.
    args: ['--probe', 'tracepoint'],
    prefix: [
      ...IN_OTHER_MOUNTS,
      'for dir in tracing debug; do mount -t tmpfs none /sys/kernel/$dir; done; exec "$@"',
      'sh',
    ],
    says: /tracepoint signal:signal_generate is not visible/,
    mend: /mount -t tracefs tracefs \/sys\/kernel\/tracing/,
  },
  {
    what: 'lockdown=confidentiality',
    prefix: [
      ...IN_OTHER_MOUNTS,
      `mount -t tmpfs none /sys/kernel/security &&
       echo "none integrity [confidentiality]" >/sys/kernel/security/lockdown; exec "$@"`,
      'sh',
    ],
    says: /lockdown forbids/,
    mend: /lockdown=integrity/,
  },
  {
    what: 'a pid namespace without BTF',
    prefix: [
      ...IN_OTHER_MOUNTS,
      'mount -t tmpfs none /sys/kernel/btf; exec unshare --pid --fork --mount-proc "$@"',
      'sh',
    ],
    says: /pid namespace of its own/,
    mend: /--pid=host/,
  },
];

for (const { what, prefix = [], args = [], says, mend } of CASES) {
  void t.test(what, { skip }, (t) => {
    // Without a terminal, at which sudo would ask for a password.
    const node = [...PLAIN_NODE, BIN, '--json', ...args];
    const command = ['--wait', ...prefix, ...node];
    const { exitCode, stdout, stderr } = execaSync('setsid', command, {
      cwd: '/',
      reject: false,
      timeout: 60_000,
    });
    t.equal(exitCode, 3);
    t.equal(stdout, '', 'no record is written');
    const [cause = '', hint = ''] = stderr.split('\n').slice(-2);
    t.match(cause, says);
    t.match(cause, /^signals-trace: /);
    t.match(hint, mend);
    t.end();
  });
}
