// The facts of this very host, each against another way to learn it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';

import t from 'tap';

import { hostCgroups } from '../../src/host/cgroup-mount.js';
import { type Host, readHost } from '../../src/host/host.js';
import { bundled } from '../support/bundled.js';
import { runs } from '../support/needs.js';

const HOST = bundled(t, 'host/host.ts');

const output = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { encoding: 'utf8' }).trim();

/** The facts as a process sees them that a command has started. */
function hostUnder(...prefix: [string, ...string[]]): Host {
  const script = `import(${JSON.stringify(HOST)}).then((m) => console.log(JSON.stringify(m.readHost())))`;
  const [command, ...args] = [...prefix, process.execPath, '-e', script];
  return JSON.parse(output(command, ...args)) as Host;
}

void t.test('what other programs say as well', (t) => {
  const host = readHost();
  t.equal(host.hostname, output('uname', '-n'));
  t.equal(host.kernel, output('uname', '-r'));
  t.equal(host.bootId, output('cat', '/proc/sys/kernel/random/boot_id'));
  t.equal(host.root, output('id', '-u') === '0');
  t.equal(host.btf, existsSync('/sys/kernel/btf/vmlinux'));
  const cpus = readdirSync('/sys/devices/system/cpu').filter((name) => /^cpu\d+$/.test(name));
  t.ok(host.possibleCpus >= cpus.length, 'every CPU that is there is possible');
  t.ok(host.memoryBytes > 64 * 1024 ** 2);
  t.equal(host.pageBytes, Number(output('getconf', 'PAGESIZE')));
  t.equal(
    host.initialUserNamespace,
    /^\s*0\s+0\s+4294967295$/.test(output('cat', '/proc/self/uid_map')),
  );
  t.end();
});

const skip = process.geteuid?.() === 0 ? false : 'needs root, to give rights up';

void t.test('root may load programs, unless its capabilities were taken', { skip }, (t) => {
  t.match(hostUnder('env'), { root: true, mayLoadPrograms: true });
  t.match(hostUnder('setpriv', '--bounding-set=-sys_admin'), { root: true, mayLoadPrograms: true });
  t.match(hostUnder('setpriv', '--bounding-set=-sys_admin,-bpf'), {
    root: true,
    mayLoadPrograms: false,
  });
  t.match(hostUnder('setpriv', '--bounding-set=-sys_admin,-perfmon'), {
    root: true,
    mayLoadPrograms: false,
  });
  t.end();
});

void t.test('how much may be locked, and whether root may lift that', { skip }, (t) => {
  t.match(hostUnder('prlimit', '--memlock=65536'), { memlock: '65536' });
  const { capabilities } = hostUnder('env');
  t.equal(capabilities.includes('SYS_RESOURCE'), runs('prlimit', '--memlock=unlimited', 'true'));
  const bound = hostUnder('setpriv', '--bounding-set=-sys_resource');
  t.notOk(bound.capabilities.includes('SYS_RESOURCE'));
  t.end();
});

void t.test('root of a user namespace has no rights over the kernel', { skip }, (t) => {
  t.match(hostUnder('unshare', '--user', '--map-root-user'), {
    root: true,
    initialUserNamespace: false,
    mayLoadPrograms: false,
  });
  t.end();
});

void t.test('a pid namespace is noticed', { skip }, (t) => {
  const { pidNamespace } = hostUnder('unshare', '--pid', '--fork', '--mount-proc');
  t.ok(Number.isInteger(pidNamespace));
  t.equal(hostUnder('env').pidNamespace, undefined);
  t.end();
});

void t.test('a part of the cgroups, as a container sees it, is not all of them', { skip }, (t) => {
  const { mount } = hostCgroups();
  if (mount === undefined) {
    t.comment('cgroup v2 is not mounted here');
    t.end();
    return;
  }
  const part = mkdtempSync(`${mount}/signals-trace-test-`);
  t.teardown(() => {
    rmdirSync(part);
  });
  const enter = 'echo 0 >"$1/cgroup.procs"; shift; exec "$@"';
  const namespace = ['unshare', '--cgroup', '--mount', '--propagation', 'private'];
  const inside = (mounts: string) =>
    hostUnder('sh', '-c', enter, 'sh', part, ...namespace, 'sh', '-c', `${mounts} exec "$@"`, 'sh')
      .cgroups;
  const others = 'mount -t tmpfs none /sys/fs/cgroup; mkdir /sys/fs/cgroup/a;';
  t.match(inside(`${others} mount -t cgroup2 none /sys/fs/cgroup/a;`), {
    mount: undefined,
    named: false,
    told: false,
  });
  t.match(inside(''), { mount, named: false, told: true }, 'unless all of them were lent');
  t.match(hostUnder('env').cgroups, { mount, named: true, told: true });
  t.end();
});

void t.test('tracefs is found where it is, or not at all', { skip }, (t) => {
  const tracing = hostUnder('env').tracing;
  t.ok(tracing !== undefined && existsSync(`${tracing}/events/signal/signal_generate/format`));
  const hidden =
    'for dir in tracing debug; do mount -t tmpfs none /sys/kernel/$dir; done; exec "$@"';
  t.equal(
    hostUnder('unshare', '--mount', '--propagation', 'private', 'sh', '-c', hidden, 'sh').tracing,
    undefined,
  );
  t.end();
});
