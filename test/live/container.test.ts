// In containers: the rights of each line in scripts/image/README.md are enough, and the doctor names
// the flag of a right that is missing. scripts/container runs the image without a registry, with podman
// and crun.
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { execa } from 'execa';
import t from 'tap';

import type { DoctorCheck } from '../../src/bpftrace/doctor/check.js';
import { container, IMAGE, LINES, provideImage, words } from '../support/container.js';
import { blocks } from '../support/documents.js';
import { piped } from '../support/piped-trace.js';
import { puppet } from '../support/python.js';

/** From an empty cache, a Debian is installed first. */
t.setTimeout(600_000);
t.jobs = 3;

const HOST_PIDS = '--pid=host';
const HOST_CGROUPS = '--cgroupns=host';
const skip = await provideImage();
const [LEAST = { options: [], args: [] }] = LINES;

void t.test('its document has lines for each way', (t) => {
  t.equal(LINES.length, 5);
  t.strictSame(LEAST.args, ['smoke']);
  t.end();
});

for (const { options, args } of LINES) {
  void t.test(
    `the line ${options.join(' ')} … ${args.join(' ')}`,
    { skip, buffered: true },
    async (t) => {
      const { exitCode, stdout, stderr } = await container(options, args);
      t.equal(exitCode, 0);
      t.equal(stderr, '');
      const own = !options.includes(HOST_PIDS);
      t.notMatch(stdout, /^not ok/m);
      t.equal(/^ok .*# SKIP/m.test(stdout), own, 'checks are skipped only in a pid namespace');
    },
  );
}

for (const options of [LEAST.options, LEAST.options.filter((option) => option !== HOST_PIDS)]) {
  const own = !options.includes(HOST_PIDS);
  void t.test(
    `host pids, ${own ? 'without' : 'with'} ${HOST_PIDS}`,
    { skip, buffered: true },
    async (t) => {
      const name = `c${process.pid}${own ? 'own' : 'host'}`;
      const trace = container(options, ['--json', '--to', name, '--duration', '90s']);
      const { records, first } = piped(t, trace, 'SIGTERM');
      await first('ready');

      const target = puppet(
        t,
        name,
        `
signal.signal(signal.SIGUSR1, lambda *_: None)
say(ready=1)
while True: time.sleep(10)`,
      );
      await target.hears();
      const killer = execa('sh', ['-c', `kill -USR1 ${target.pid}; exec sleep 600`], {
        reject: false,
      });
      t.teardown(() => killer.kill('SIGKILL'));
      const signal = await first('signal');
      t.match(signal, { sender: { pid: killer.pid, comm: 'sh' }, target: { pid: target.pid } });
      if (own) {
        t.notHas(signal, { target: { exe: '' } });
        t.match(records()[1], { type: 'warning', code: 'pid_namespace', hint: /--pid=host/ });
      } else {
        t.match(signal, { target: { exe: /python/, cgroup: /^\// } });
      }

      trace.kill('SIGTERM');
      await trace;
      t.match(records().at(-1), { type: 'end', unaccounted: 0, lost: 0 }, 'it ends in order');
      t.strictSame(processesWith(`\0--to\0${name}\0`), [], 'no process is left');
    },
  );
}

function processesWith(words: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words);
    } catch {
      return false;
    }
  });
}

/** Without one of the options of the first line. */
function without(...lacking: string[]): string[] {
  const left = LEAST.options.join(' ');
  return words(lacking.reduce((text, each) => text.replace(each, ''), left));
}

const SECCOMP = '--security-opt seccomp=unconfined';
const TRACEFS = '-v /sys/kernel/tracing:/sys/kernel/tracing:ro';
const MASK_BTF = ['--security-opt', 'mask=/sys/kernel/btf'];

/** What each lack is called, and whether it is a failure. Its flag is in `fix`, word for word. */
const LACKS: {
  lacks: string;
  options: readonly string[];
  exit: 0 | 3;
  says: Record<string, { found: RegExp; mend: string }>;
}[] = [
  { lacks: 'nothing', options: LEAST.options, exit: 0, says: {} },
  {
    lacks: 'tracefs',
    options: without(TRACEFS),
    exit: 0,
    says: { tracefs: { found: /raw tracepoint may stand in/, mend: TRACEFS } },
  },
  {
    lacks: 'CAP_BPF',
    options: without('--cap-add=BPF'),
    exit: 3,
    says: { permission: { found: /without CAP_BPF$/, mend: '--cap-add=BPF' } },
  },
  {
    lacks: 'CAP_PERFMON',
    options: without('--cap-add=PERFMON'),
    exit: 3,
    says: { permission: { found: /without CAP_PERFMON$/, mend: '--cap-add=PERFMON' } },
  },
  {
    lacks: 'CAP_SYSLOG',
    options: without('--cap-add=SYSLOG'),
    exit: 0,
    says: { symbols: { found: /CAP_SYSLOG/, mend: '--cap-add=SYSLOG' } },
  },
  {
    lacks: 'CAP_SYS_PTRACE',
    options: without('--cap-add=SYS_PTRACE'),
    exit: 0,
    says: { processes: { found: /CAP_SYS_PTRACE/, mend: '--cap-add=SYS_PTRACE' } },
  },
  {
    lacks: 'bpf(2), by seccomp',
    options: without(SECCOMP),
    exit: 3,
    says: { seccomp: { found: /forbids bpf\(2\)/, mend: SECCOMP } },
  },
  {
    lacks: "the host's pids",
    options: without(HOST_PIDS),
    exit: 0,
    says: { 'pid namespace': { found: /its own/, mend: HOST_PIDS } },
  },
  {
    lacks: "the host's cgroups",
    options: [...without(HOST_CGROUPS), '--cgroupns=private'],
    exit: 0,
    says: { cgroups: { found: /its own/, mend: HOST_CGROUPS } },
  },
  {
    lacks: 'BTF',
    options: [...LEAST.options, ...MASK_BTF],
    exit: 3,
    says: {
      BTF: { found: /no \/sys\/kernel\/btf/, mend: '-v /sys/kernel/btf:/sys/kernel/btf:ro' },
    },
  },
  {
    lacks: 'root',
    options: [...LEAST.options, '--user=1000'],
    exit: 3,
    says: { permission: { found: /not root/, mend: '--user=0' } },
  },
  {
    lacks: 'all but what podman gives by itself',
    options: [HOST_CGROUPS],
    exit: 3,
    says: {
      permission: {
        found: /without CAP_BPF and CAP_PERFMON/,
        mend: `--cap-add=BPF --cap-add=PERFMON ${SECCOMP}`,
      },
      seccomp: { found: /a filter/, mend: SECCOMP },
      tracefs: { found: /not visible/, mend: TRACEFS },
      symbols: { found: /CAP_SYSLOG/, mend: '--cap-add=SYSLOG' },
      'pid namespace': { found: /its own/, mend: HOST_PIDS },
    },
  },
  {
    lacks: 'tracefs, for all its privileges',
    options: ['--privileged', HOST_PIDS, HOST_CGROUPS],
    exit: 0,
    says: { tracefs: { found: /raw tracepoint may stand in/, mend: TRACEFS } },
  },
];

for (const { lacks, options, exit, says } of LACKS) {
  void t.test(`the doctor in one that lacks ${lacks}`, { skip, buffered: true }, async (t) => {
    const { exitCode, stdout } = await container(options, ['doctor', '--json']);
    t.equal(exitCode, exit);
    const { checks } = JSON.parse(stdout) as { checks: DoctorCheck[] };
    // What can't be seen without tracefs, or without root, says so as well.
    const bad = checks.filter(({ status, name }) => status !== 'pass' && name !== 'tracepoint');
    t.strictSame(bad.map(({ name }) => name).sort(), Object.keys(says).sort());
    for (const [name, { found, mend }] of Object.entries(says)) {
      const check = bad.find((one) => one.name === name);
      t.match(check?.found, found);
      t.ok(check?.fix?.includes(mend), `${name}: ${check?.fix ?? ''}`);
    }
    t.match(
      checks.find(({ name }) => name === 'container'),
      { found: /\/run\/\.containerenv/ },
    );
  });
}

for (const lacking of ['--cap-add=SYSLOG', '--cap-add=SYS_PTRACE', TRACEFS]) {
  void t.test(
    `smoke skips what cannot be told without ${lacking}`,
    { skip, buffered: true },
    async (t) => {
      const { exitCode, stdout } = await container(without(lacking), ['smoke']);
      t.equal(exitCode, 0, stdout);
      t.match(stdout, /^ok .*# SKIP \S+ is absent here$/m);
    },
  );
}

void t.test('a trace names the flag as well', { skip, buffered: true }, async (t) => {
  for (const [option, mend] of [
    ['--cap-add=BPF', '--cap-add=BPF'],
    [SECCOMP, SECCOMP],
  ] as const) {
    const { exitCode, stderr } = await container(without(option), ['--duration', '1s']);
    t.equal(exitCode, 3);
    t.ok(stderr.split('\n').at(-1)?.includes(mend), stderr);
  }
  const oom = ['--json', '--origin', 'oom', '--duration', '1s'];
  const { stdout: less } = await container(without('--cap-add=SYSLOG'), oom);
  t.match(less, /"code":"origin_unknown".*--cap-add=SYSLOG/);
  // A raw tracepoint needs no tracefs, and tells less.
  const { exitCode, stdout } = await container(without(TRACEFS), ['--json', '--duration', '1s']);
  t.equal(exitCode, 0);
  t.match(stdout, /"type":"ready".*"probe":"rawtracepoint"/);
  const warning = stdout.split('\n').find((line) => line.includes('"code":"less_is_told"'));
  t.ok(warning?.includes(TRACEFS), stdout);
});

void t.test('what runs in CI', { skip, buffered: true }, async (t) => {
  // In place of npx, which the image lacks: the package that is in the image.
  const shim = t.testdir({
    npx: '#!/bin/sh\nshift 2\nexec /opt/signals-trace/bin/signals-trace "$@"\n',
  });
  chmodSync(join(shim, 'npx'), 0o755);
  const shell = ['--entrypoint', 'sh', '--env', 'PATH=/shim:/usr/sbin:/usr/bin', '--workdir=/tmp'];
  const inShell = (options: readonly string[], script: string) =>
    container(
      [...options, ...shell, '--env', 'ARGUMENTS=--patience 20s', '-v', `${shim}:/shim:ro`],
      ['-euc', script],
    );

  const action = readFileSync('.github/action.yml', 'utf8');
  const [, script = ''] = /\n {6}run: \|\n([^]*)$/.exec(action) ?? [];
  t.match(script, /npx --yes signals-trace smoke/);
  const [, options = ''] = /^ +options: (.*)$/m.exec(IMAGE.text) ?? [];
  t.ok(
    LINES.some((line) => line.options.join(' ') === `--rm ${options}`),
    'its container is one of those above',
  );
  const github = await inShell(['--privileged'], script.replace(/^ {8}/gm, ''));
  t.equal(github.exitCode, 0, `GitHub's: ${github.stderr}`);
  t.match(github.stdout, /^ok /m);

  const gitlab = blocks(IMAGE, 'yaml').join('').split('script:\n')[1]?.split('artifacts')[0] ?? '';
  const lines = [...gitlab.matchAll(/^ {4}- (.*)$/gm)].map(([, line = '']) => line);
  t.equal(lines.length, 3);
  const steps = [...lines.filter((line) => !line.startsWith('apt-get')), 'cat signals.xml'];
  const { exitCode, stdout } = await inShell(['--privileged'], steps.join('\n'));
  t.equal(exitCode, 0, "GitLab's");
  t.match(stdout, /<testsuite .*failures="0"/);
});
