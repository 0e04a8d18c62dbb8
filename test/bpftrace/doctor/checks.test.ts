// The built command on this very host, and on what a process can be made to take for another one.
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import { execaSync } from 'execa';
import t, { type Test } from 'tap';

import type { DoctorCheck } from '../../../src/bpftrace/doctor/check.js';
import { examine } from '../../../src/bpftrace/doctor/checks.js';
import { BIN } from '../../support/life.js';
import { IN_OTHER_MOUNTS, NOBODY, PLAIN_NODE, unreadable } from '../../support/nobody.js';

const NAMES = [
  'system',
  'bpftrace',
  'permission',
  'seccomp',
  'tracefs',
  'tracepoint',
  'BTF',
  'kprobes',
  'symbols',
  'processes',
  'lockdown',
  'memlock',
  'container',
  'pid namespace',
  'cgroups',
  'trial',
];
const skip = unreadable();
t.setTimeout(600_000);
/** Hides tracefs and kprobes. */
const HIDDEN =
  'for dir in kernel/tracing kernel/debug bus/event_source/devices; do mount -t tmpfs none /sys/$dir; done;';

/** Runs the doctor without a terminal, started by `prefix`. */
function doctor(prefix: readonly string[] = [], ...args: readonly string[]) {
  const [command, ...rest] = ['setsid', '--wait', ...prefix, ...PLAIN_NODE, BIN, 'doctor'];
  const run = (...more: string[]) =>
    execaSync(command, [...rest, ...args, ...more], { reject: false, cwd: '/' });
  const { exitCode, stdout, stderr } = run('--json');
  const { checks } = JSON.parse(stdout) as { checks: DoctorCheck[] };
  return {
    exitCode,
    checks,
    check: (name: string) => checks.find((one) => one.name === name),
    stderr,
    /** The same for a person. */
    asText: () => {
      const { stdout: text, exitCode: itsExit } = run();
      return { text, sameExit: itsExit === exitCode };
    },
  };
}

void t.test('without bpftrace every check is made but the trial', async (t) => {
  const checks = await examine('/nonexistent/bpftrace');
  t.strictSame(
    checks.map(({ name }) => name),
    NAMES.filter((name) => name !== 'trial'),
  );
  t.match(checks[1], { status: 'fail', found: /no program to run at/, fix: /name a program/ });
});

void t.test('on another system that is the only check', async (t) => {
  t.intercept(process, 'platform', { value: 'darwin' });
  t.match(await examine(), [{ name: 'system', status: 'fail' }]);
});

void t.test('this host can be traced', { skip }, (t) => {
  const { exitCode, checks, asText, stderr } = doctor();
  const { text, sameExit } = asText();
  t.equal(exitCode, 0);
  t.ok(sameExit);
  t.equal(stderr, '');
  t.strictSame(
    checks.map(({ name }) => name),
    NAMES,
  );
  for (const { name, status, found, why, fix, means, flags, ...rest } of checks) {
    t.equal(means === undefined, status === 'pass', `${name} says what it means for a trace`);
    t.ok(flags === undefined || fix !== undefined, `${name} has flags in a fix alone`);
    t.strictSame(rest, fix === undefined ? {} : { mend: fix }, `${name} keeps the old name of fix`);
    t.ok(['pass', 'warn'].includes(status), `${name} does not fail: ${found}`);
    t.ok(found !== '' && why !== '', `${name} says what was found, and why it matters`);
    t.match(text, new RegExp(`^${status} +${name} `, 'm'));
  }
  t.end();
});

/** A seccomp filter that answers bpf(2) with EPERM, and lets through all else. */
const FORBID_BPF = `
import ctypes, os, struct, sys
load, equal, give = 0x20, 0x15, 6
number = {'x86_64': 321, 'aarch64': 280}[os.uname().machine]
program = b''.join(struct.pack('HBBI', *each) for each in (
    (load, 0, 0, 0), (equal, 0, 1, number), (give, 0, 0, 0x50001), (give, 0, 0, 0x7fff0000)))
kept = ctypes.create_string_buffer(program)
class Filter(ctypes.Structure): _fields_ = [('length', ctypes.c_ushort), ('at', ctypes.c_void_p)]
assert ctypes.CDLL(None).prctl(22, 2, ctypes.byref(Filter(4, ctypes.addressof(kept))), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
`;

const CASES: {
  what: string;
  prefix?: readonly string[];
  args?: readonly string[];
  fails: string;
  found: RegExp;
  fix: RegExp;
}[] = [
  {
    what: 'there is no such bpftrace',
    args: ['--bpftrace', '/nonexistent'],
    fails: 'bpftrace',
    found: /no program to run at \/nonexistent/,
    fix: /name a program/,
  },
  {
    what: 'a user whom sudo does not know',
    prefix: NOBODY,
    fails: 'permission',
    found: /^not root, and sudo /,
    fix: /as root/,
  },
  {
    what: 'a container with the usual rights',
    prefix: ['setpriv', '--bounding-set=-sys_admin,-bpf,-perfmon'],
    fails: 'permission',
    found: /without CAP_BPF and CAP_PERFMON/,
    fix: /--cap-add=BPF --cap-add=PERFMON .*or --privileged/,
  },
  {
    what: 'a rootless container',
    prefix: ['unshare', '--user', '--map-root-user'],
    fails: 'permission',
    found: /user namespace/,
    fix: /root of the host/,
  },
  {
    what: 'a filter that forbids bpf(2)',
    prefix: ['python3', '-c', FORBID_BPF],
    fails: 'seccomp',
    found: /forbids bpf\(2\)/,
    fix: /--security-opt seccomp=unconfined/,
  },
  {
    what: 'tracefs is not mounted, and there are no kprobes',
    prefix: [...IN_OTHER_MOUNTS, `${HIDDEN} exec "$@"`, 'sh'],
    fails: 'tracefs',
    found: /signal_generate is not visible, and nothing stands in: /,
    fix: /mount -t tracefs tracefs \/sys\/kernel\/tracing/,
  },
  {
    what: 'lockdown=confidentiality',
    prefix: [
      ...IN_OTHER_MOUNTS,
      `mount -t tmpfs none /sys/kernel/security &&
       echo 'none integrity [confidentiality]' >/sys/kernel/security/lockdown; exec "$@"`,
      'sh',
    ],
    fails: 'lockdown',
    found: /^confidentiality$/,
    fix: /lockdown=integrity/,
  },
  {
    what: 'a pid namespace without BTF',
    prefix: [
      ...IN_OTHER_MOUNTS,
      'mount -t tmpfs none /sys/kernel/btf; exec unshare --pid --fork --mount-proc "$@"',
      'sh',
    ],
    fails: 'pid namespace',
    found: /one of its own/,
    fix: /--pid=host/,
  },
];

for (const { what, prefix, args = [], fails, found, fix } of CASES) {
  void t.test(`${what}: fails, with the fix`, { skip }, (t) => {
    const { exitCode, checks, check, asText } = doctor(prefix, ...args);
    const { text, sameExit } = asText();
    t.equal(exitCode, 3);
    t.ok(sameExit);
    const failed = checks.filter(({ status }) => status === 'fail').map(({ name }) => name);
    t.strictSame(failed, [fails], 'that, and nothing else');
    t.match(check(fails), { found, fix });
    t.match(text, /^This host cannot be traced: /);
    t.match(text, new RegExp(`^fail +${fails} .*\\n(?: +\\S.*\\n)+ +fix: \\S`, 'm'));
    t.end();
  });
}

void t.test('what a bpftrace of another age needs', { skip }, (t) => {
  const aged = (version: string) => ['--bpftrace', fakeBpftrace(t, version)];
  const withoutBtf = [...IN_OTHER_MOUNTS, 'mount -t tmpfs none /sys/kernel/btf; exec "$@"', 'sh'];
  const nothing = [
    ...IN_OTHER_MOUNTS,
    `for dir in /sys/kernel/btf /usr/include /lib/modules; do
       [ ! -d $dir ] || mount -t tmpfs none $dir
     done; exec "$@"`,
    'sh',
  ];
  t.match(doctor(nothing, ...aged('0.22.1')).check('BTF'), { status: 'warn', fix: /BTF/ });
  t.match(doctor(nothing, ...aged('0.24.1')).check('BTF'), { status: 'fail', fix: /BTF/ });
  t.match(doctor(withoutBtf, ...aged('0.25.0')).check('BTF'), { status: 'fail', fix: /BTF/ });
  t.match(doctor([], ...aged('0.11.3')).check('BTF'), { status: 'warn', fix: /0\.12/ });
  const withoutDebug = [
    ...IN_OTHER_MOUNTS,
    'mount -t tmpfs none /sys/kernel/debug; exec "$@"',
    'sh',
  ];
  t.match(doctor(withoutDebug, ...aged('0.16.0')).check('tracefs'), {
    status: 'fail',
    fix: 'mount -t debugfs debugfs /sys/kernel/debug',
  });
  t.match(doctor(withoutDebug, ...aged('0.17.0')).check('tracefs'), { status: 'pass' });
  const hidden = [...IN_OTHER_MOUNTS, `${HIDDEN} exec "$@"`, 'sh'];
  t.match(doctor(hidden, ...aged('0.18.0')).check('tracefs'), {
    status: 'warn',
    found: /the raw tracepoint may stand in/,
  });
  t.match(doctor(hidden, ...aged('0.27.0')).check('tracefs'), {
    status: 'fail',
    found: /nothing stands in: .* 0\.24/,
  });
  t.end();
});

function fakeBpftrace(t: Test, version: string, runs = ''): string {
  const script = `#!/bin/sh\ncase $* in *--version*) echo bpftrace v${version}; exit ;; esac\n${runs}\n`;
  const file = join(t.testdir({ bpftrace: script }), 'bpftrace');
  chmodSync(file, 0o755);
  return file;
}

const TRIALS: { what: string; runs: string; status: string; found: RegExp; fix?: RegExp }[] = [
  {
    what: 'prints no record',
    runs: 'echo so it goes; echo alas >&2; exit 1',
    status: 'fail',
    found: /exit status 1; it said: alas \/ so it goes$/,
    fix: / -e 'interval:/,
  },
  {
    what: 'is a script that waits',
    runs: 'bpftrace "$@"; exit $?',
    status: 'pass',
    found: /^it runs a program, and ends when told$/,
  },
  {
    what: 'takes no hint',
    runs: `trap '' TERM; echo '{"type": "printf", "data": "runs"}'; sleep 60; sleep 60`,
    status: 'warn',
    found: /ends only when it is killed/,
  },
  {
    what: 'may load nothing',
    runs: `echo "Kernel lockdown is enabled and set to 'confidentiality'." >&2; exit 1`,
    status: 'fail',
    found: /lockdown forbids/,
    fix: /lockdown=integrity/,
  },
];

for (const { what, runs, status, found, fix } of TRIALS) {
  void t.test(`trial of a bpftrace that ${what}`, { skip }, (t) => {
    const { exitCode, check } = doctor([], '--bpftrace', fakeBpftrace(t, '0.17.0', runs));
    t.match(check('trial'), { status, found, ...(fix === undefined ? {} : { fix }) });
    t.equal(exitCode, status === 'fail' ? 3 : 0);
    t.end();
  });
}

void t.test('a snap of bpftrace is told of', { skip }, (t) => {
  const at = '/var/lib/snapd/snap/bin';
  const snap = `mount -t tmpfs none /var/lib && mkdir -p ${at} && cp "$0" ${at}; exec "$@"`;
  const prefix = [...IN_OTHER_MOUNTS, snap, fakeBpftrace(t, '0.20.1')];
  const { check } = doctor(prefix, '--bpftrace', `${at}/bpftrace`);
  t.match(check('bpftrace'), { status: 'warn', found: /confined/, fix: /--devmode/ });
  t.end();
});

void t.test('a profile that keeps /proc closed, whatever the capabilities', { skip }, (t) => {
  const folder = t.testdir({ label: 'docker-default (enforce)\n', init: {} });
  // Nobody may look into a folder of another user's without CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
  const closed = `chown 65534 "$0/init" && chmod 0 "$0/init"
    for other in /proc/[0-9]*; do
      [ $other = /proc/$$ ] || mount --bind "$0/init" $other
    done 2>/dev/null
    for label in apparmor/current current; do
      [ ! -e /proc/$$/attr/$label ] || mount --bind "$0/label" /proc/$$/attr/$label
    done
    exec setpriv --bounding-set=-dac_override,-dac_read_search "$@"`;
  const container = ['env', 'KUBERNETES_SERVICE_HOST=10.0.0.1'];
  const { check } = doctor([...container, ...IN_OTHER_MOUNTS, closed, folder]);
  t.match(check('processes'), {
    status: 'warn',
    found: 'other programs may not be read in spite of CAP_SYS_PTRACE, as docker-default (enforce)',
    fix: 'start the container with --security-opt apparmor=unconfined',
  });
  t.end();
});

void t.test('neither root nor sudo', { skip }, (t) => {
  const { exitCode, check } = doctor([...NOBODY, 'env', 'PATH=/nowhere']);
  t.equal(exitCode, 3);
  t.match(check('permission'), {
    status: 'fail',
    found: 'not root, and sudo is not installed',
  });
  t.end();
});

void t.test('where sudo helps, the doctor is content', { skip }, (t) => {
  const sudo = t.testdir({ sudo: '#!/bin/sh\nexit 0\n' });
  chmodSync(join(sudo, 'sudo'), 0o755);
  execFileSync('chmod', ['-R', 'a+rX', sudo]);
  const path = `PATH=${sudo}:${process.env['PATH'] ?? ''}`;
  const { exitCode, check } = doctor([...NOBODY, 'env', path]);
  t.equal(exitCode, 0);
  t.match(check('permission'), { status: 'pass', found: /sudo is used for bpftrace alone/ });
  t.match(check('tracepoint'), { status: 'pass', untried: true });
  t.end();
});

void t.test('without tracefs a function may be probed', { skip }, (t) => {
  const prefix = `${HIDDEN} mkdir /sys/bus/event_source/devices/kprobe;
    mount -t tmpfs none /sys/kernel/security; exec "$@"`;
  const { check } = doctor([...IN_OTHER_MOUNTS, prefix, 'sh']);
  t.match(check('kprobes'), { status: 'pass', found: 'available' });
  t.match(check('tracefs'), {
    status: 'warn',
    found: /fentry or kprobe may stand in/,
    fix: /mount /,
  });
  t.end();
});
