// The last words in fixtures/last-words are real: bpftrace 0.11.3, 0.17.0, 0.23.2 and 0.27.0 of Debian,
// on Linux 6.18, each with the program of its time (`core` for 0.11), its stderr as it came. Each case
// was brought about, in a mount namespace of its own, by
//   not-root              setpriv --reuid 65534 --regid 65534 --clear-groups
//   docker-capabilities   setpriv --bounding-set with what Docker leaves to a container
//   no-perfmon-only       setpriv --bounding-set=-sys_admin,-perfmon
//   user-namespace        unshare --user --map-root-user
//   no-tracefs            an empty tmpfs over /sys/kernel/tracing and /sys/kernel/debug
//   lockdown              a file `none integrity [confidentiality]` over /sys/kernel/security/lockdown
//   no-btf                BPFTRACE_BTF=/nonexistent, without kernel headers
//   few-files             ulimit -n 8
//   verifier, stack-limit, syntax-error, unknown-field   a program with just that
//   pages                 BPFTRACE_PERF_RB_PAGES=65
//   works, sigkill        nothing, or kill -KILL
// and sudo's as nobody, with a sudoers file to match. `-core` had the program without types.
import { readdirSync, readFileSync } from 'node:fs';

import t from 'tap';

import type { Confinement } from '../../src/bpftrace/container.js';
import { diagnose as diagnoseIn } from '../../src/bpftrace/diagnose.js';
import type { Ending } from '../../src/bpftrace/launch.js';

const FOLDER = 'test/fixtures/last-words';
/** bpftrace/launch.ts keeps so many lines. */
const KEPT = 40;

const NO_CONTAINER: Confinement = {
  kernel: '6.18.44',
  container: undefined,
  pidNamespace: undefined,
  root: true,
  capabilities: ['SYS_PTRACE', 'SYS_ADMIN', 'SYSLOG', 'PERFMON', 'BPF'],
  memlock: '8388608',
  label: undefined,
  mayLoadPrograms: true,
  initialUserNamespace: true,
  seccomp: false,
};
/** As podman and Docker start one that nothing more is said of. */
const USUAL: Confinement = {
  ...NO_CONTAINER,
  container: '/run/.containerenv',
  pidNamespace: 4026532000,
  capabilities: [],
  mayLoadPrograms: false,
  seccomp: true,
};

function diagnose(ending: Ending, traced: boolean, confinement = NO_CONTAINER) {
  return diagnoseIn(ending, traced, confinement);
}

function ending(name: string) {
  const [head = '', ...lines] = readFileSync(`${FOLDER}/${name}.txt`, 'utf8').trimEnd().split('\n');
  return { status: Number(/exit status (\d+)$/.exec(head)?.[1]), stderrTail: lines.slice(-KEPT) };
}

/** What the words mean, which word of theirs is handed on, and what mends it. */
const MEANINGS: Record<string, [code: string, quoted: RegExp, hint: RegExp]> = {
  '0.11.3-not-root': ['no_permission', /root user/, /as root or with sudo/],
  '0.17.0-not-root': ['no_permission', /root user/, /as root or with sudo/],
  '0.23.2-not-root': ['no_permission', /root user/, /as root or with sudo/],
  '0.27.0-not-root': ['no_permission', /CAP_DAC_READ_SEARCH/, /as root or with sudo/],
  '0.27.0-no-perfmon-only': ['no_permission', /CAP_PERFMON/, /--privileged/],
  '0.11.3-docker-capabilities': ['no_permission', /BPF_FUNC_get/, /--privileged/],
  '0.17.0-docker-capabilities': [
    'no_permission',
    /said: stdin\S+ ERROR: BPF_FUNC_get/,
    /--privileged/,
  ],
  '0.17.0-docker-capabilities-core': ['no_permission', /BPF_FUNC_get/, /--privileged/],
  '0.17.0-user-namespace-core': ['no_permission', /BPF_FUNC_get/, /--privileged/],
  '0.23.2-docker-capabilities': ['no_permission', /BPF_FUNC_get/, /--privileged/],
  '0.27.0-docker-capabilities': ['no_permission', /CAP_BPF/, /--privileged/],

  'sudo-no-new-privileges': ['no_permission', /no new privileges/, /NoNewPrivileges=/],
  'sudo-no-password': ['no_permission', /asks for a password/, /in a terminal/],
  'sudo-no-terminal': ['no_permission', /without a terminal/, /in a terminal/],
  'sudo-not-allowed': ['no_permission', /does not let this user/, /su -$/],
  'sudo-not-in-sudoers': ['no_permission', /does not let this user/, /su -$/],
  'sudo-not-setuid': ['no_permission', /not setuid root/, /su -$/],
  'sudo-unknown-user': ['no_permission', /not in \/etc\/passwd/, /as root/],

  '0.11.3-no-tracefs': ['no_tracepoint', /tracepoint not found/, /mount -t debugfs debugfs/],
  '0.17.0-no-tracefs': ['no_tracepoint', /tracepoint not found/, /mount -t tracefs tracefs/],
  '0.23.2-no-tracefs': ['no_tracepoint', /tracepoint not found/, /mount -t tracefs tracefs/],
  '0.27.0-no-tracefs': ['no_tracepoint', /available_events/, /mount -t tracefs tracefs/],

  '0.11.3-lockdown': ['lockdown', /'confidentiality'/, /lockdown=integrity/],
  '0.17.0-lockdown': ['lockdown', /'confidentiality'/, /lockdown=integrity/],
  '0.23.2-lockdown': ['lockdown', /'confidentiality'/, /lockdown=integrity/],
  '0.27.0-lockdown': ['lockdown', /'confidentiality'/, /lockdown=integrity/],

  'setsid-missing': ['bpftrace_not_found', /No such file/, /install bpftrace/],
  'setsid-not-executable': ['bpftrace_not_found', /Permission denied/, /namei -l/],
  'sh-missing': ['bpftrace_not_found', /not found/, /install bpftrace/],
  'sh-not-executable': ['bpftrace_not_found', /Permission denied/, /namei -l/],
};

/** A simpler program may fare better; when there is none, the host cannot be traced. */
const REJECTIONS: Record<string, [quoted: RegExp, hint: RegExp]> = {
  '0.17.0-no-btf': [/does not accept the program$/, /doctor/],
  '0.23.2-no-btf': [/'linux\/types.h' file not found/, /kernel with BTF.*linux-libc-dev/],
  '0.27.0-no-btf': [/BTF is required/, /kernel with BTF/],
  '0.27.0-no-btf-core': [/BTF is required/, /kernel with BTF/],
  '0.11.3-syntax-error': [/syntax error/, /doctor/],
  '0.17.0-syntax-error': [/syntax error/, /doctor/],
  '0.23.2-syntax-error': [/syntax error/, /doctor/],
  '0.27.0-syntax-error': [/expected '\)'/, /doctor/],
  '0.11.3-unknown-field': [/pid_t/, /doctor/],
  '0.17.0-unknown-field': [/'nope'/, /doctor/],
  '0.23.2-unknown-field': [/'nope'/, /doctor/],
  '0.27.0-unknown-field': [/'nope'/, /doctor/],
  '0.11.3-verifier': [/Error loading program/, /doctor/],
  '0.17.0-verifier': [/Error loading program/, /doctor/],
  '0.23.2-verifier': [/Error loading BPF program/, /doctor/],
  '0.27.0-verifier': [/Error loading BPF program/, /doctor/],
  '0.17.0-stack-limit': [/BPF stack limit/, /doctor/],
  '0.17.0-pages': [/perf buffer/, /doctor/],
  '0.27.0-user-namespace': [/object load failure/, /doctor/],
  '0.23.2-few-files': [/not a valid BPF object/, /doctor/],
};

/** Nothing in these says that it would go the same way again. */
const RESTARTS: Record<string, string | RegExp> = {
  '0.11.3-works': 'bpftrace ended with exit status 0',
  '0.17.0-works': 'bpftrace ended with exit status 0',
  '0.23.2-works': 'bpftrace ended with exit status 0',
  '0.27.0-works': 'bpftrace ended with exit status 0',
  '0.11.3-sigkill': 'bpftrace ended by signal 9',
  '0.17.0-sigkill': 'bpftrace ended by signal 9',
  '0.23.2-sigkill': 'bpftrace ended by signal 9',
  '0.27.0-sigkill': 'bpftrace ended by signal 9',
  '0.11.3-few-files': /^bpftrace ended with exit status 255; it said: .*Too many open files/,
  '0.17.0-few-files': /^bpftrace ended with exit status 1; it said: .*Too many open files/,
  '0.27.0-few-files': /^bpftrace ended by signal 6; it said: .*Too many open files/,
  'sudo-unknown-host': 'bpftrace ended with exit status 0',
};

void t.test('every captured case is told of here', (t) => {
  const captured = readdirSync(FOLDER).map((file) => file.replace(/\.txt$/, ''));
  const told = [MEANINGS, REJECTIONS, RESTARTS].flatMap((table) => Object.keys(table));
  t.strictSame(told.sort(), captured.sort());
  t.end();
});

for (const [name, [code, quoted, hint]] of Object.entries(MEANINGS)) {
  void t.test(`${name} cannot heal: ${code}`, (t) => {
    const { rejected, fatal } = diagnose(ending(name), false);
    t.match(fatal, { code, message: quoted, hint, exitCode: 3 });
    if (name.startsWith('sudo-')) t.notMatch(fatal?.message, /it said/, 'in words of its own');
    t.notOk(rejected, 'and no simpler program would help');
    t.end();
  });
}

for (const [name, [quoted, hint]] of Object.entries(REJECTIONS)) {
  void t.test(`${name} is a rejected program`, (t) => {
    const { rejected, fatal } = diagnose(ending(name), false);
    t.ok(rejected);
    t.match(fatal, { code: 'program_rejected', message: quoted, hint, exitCode: 3 });
    t.end();
  });
}

for (const [name, reason] of Object.entries(RESTARTS)) {
  void t.test(`${name} may go better next time`, (t) => {
    const diagnosis = diagnose(ending(name), false);
    t.match(diagnosis, { reason, rejected: false });
    t.equal(diagnosis.fatal, undefined);
    t.end();
  });
}

void t.test('in a container, the flag of its start is named', (t) => {
  const hint = (name: string, confinement: Partial<Confinement> = {}) =>
    diagnose(ending(name), false, { ...USUAL, ...confinement }).fatal?.hint;
  const rights = '0.23.2-docker-capabilities';
  t.match(hint(rights), /--cap-add=BPF --cap-add=PERFMON --security-opt seccomp=unconfined or/);
  const able = { capabilities: ['BPF', 'PERFMON'], mayLoadPrograms: true };
  t.equal(
    hint(rights, able),
    'start the container with --security-opt seccomp=unconfined or --privileged',
  );
  t.match(hint('0.23.2-no-tracefs'), /-v \/sys\/kernel\/tracing:\/sys\/kernel\/tracing:ro/);
  t.match(hint('0.23.2-no-btf'), /-v \/sys\/kernel\/btf:\/sys\/kernel\/btf:ro/);
  t.match(hint('0.23.2-not-root', { root: false }), /--user=0$/);
  t.match(hint('0.23.2-lockdown'), /lockdown=integrity/, 'where none helps, what does');
  t.end();
});

void t.test('words that may mean much mean missing rights in a user namespace', (t) => {
  const words = ending('0.27.0-user-namespace');
  const within = { ...NO_CONTAINER, initialUserNamespace: false, mayLoadPrograms: false };
  t.match(diagnose(words, false, within).fatal, { code: 'no_permission', hint: /as root/ });
  const rootless = { ...USUAL, initialUserNamespace: false };
  t.match(diagnose(words, false, rootless).fatal?.hint, /root of the host/);
  t.end();
});

void t.test('words that nobody knows are handed on, and cost no more than a restart', (t) => {
  const strange = { status: 1, stderrTail: ['', 'The moon is in the wrong house', 'Sorry'] };
  t.strictSame(diagnose(strange, false), {
    reason: 'bpftrace ended with exit status 1; it said: The moon is in the wrong house / Sorry',
    rejected: false,
    fatal: undefined,
  });
  t.end();
});

void t.test('once it has traced, no words mean that it cannot', (t) => {
  for (const name of ['0.17.0-verifier', '0.27.0-not-root', '0.17.0-lockdown']) {
    const diagnosis = diagnose(ending(name), true);
    t.notOk(diagnosis.rejected, name);
    t.equal(diagnosis.fatal, undefined, name);
  }
  t.end();
});

void t.test('a crash at the start is a program that this version cannot take', (t) => {
  for (const status of [134, 139]) {
    t.match(diagnose({ status, stderrTail: [] }, false), {
      reason: `bpftrace ended by signal ${status - 128}`,
      rejected: true,
      fatal: { code: 'program_rejected' },
    });
    t.equal(diagnose({ status, stderrTail: [] }, true).fatal, undefined);
  }
  t.end();
});

void t.test('SELinux, by the words of bpftrace that its issue 1859 has', (t) => {
  const stderrTail = ["ERROR: failed to create map: '@birth': Permission denied"];
  const label = 'system_u:system_r:container_t:s0:c379,c923';
  const rights = { ...USUAL, mayLoadPrograms: true, seccomp: false, label };
  const { fatal } = diagnose({ status: 1, stderrTail: stderrTail }, false, rights);
  t.match(fatal, { code: 'no_permission', hint: /--security-opt label=disable/ });
  t.end();
});

void t.test('neither root nor sudo', (t) => {
  const { fatal } = diagnose({ status: undefined, stderrTail: ['spawn sudo ENOENT'] }, false);
  t.match(fatal, { code: 'no_permission', message: /sudo/, hint: /sudo env true/ });
  t.end();
});

void t.test('no shell on PATH', (t) => {
  const { fatal } = diagnose({ status: undefined, stderrTail: ['spawn sh ENOENT'] }, false);
  t.match(fatal, { code: 'bpftrace_unusable', message: /shell/, hint: /^export PATH=/ });
  t.end();
});

void t.test('no folder for temporary files', (t) => {
  const words = "ENOENT: no such file or directory, mkdtemp '/nonexistent/signals-trace-XXXXXX'";
  const { fatal } = diagnose({ status: undefined, stderrTail: [words] }, false);
  t.match(fatal, { code: 'bpftrace_unusable', message: /mkdtemp/, hint: /TMPDIR/, exitCode: 3 });
  t.end();
});

void t.test('of many words the telling ones are quoted, each once, three at most', (t) => {
  const { fatal } = diagnose(ending('0.27.0-no-btf-core'), false);
  t.strictSame(fatal?.message.match(/BTF is required/g), ['BTF is required']);
  const many = Array.from({ length: 9 }, (_, i) => `ERROR: number ${i}`);
  t.match(diagnose({ status: 1, stderrTail: ['tracepoint:x { … }', ...many] }, false).fatal, {
    message: /it said: ERROR: number 0 \/ ERROR: number 1 \/ ERROR: number 2$/,
  });
  t.end();
});
