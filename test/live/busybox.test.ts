// A system whose shell and tools are all busybox's: the command, its wrapper and its own proof work there.
import path from 'node:path';

import { execaSync } from 'execa';
import t from 'tap';

import { has, ROOT } from '../support/life.js';
import { cannotTrace } from '../support/needs.js';
import { IN_OTHER_MOUNTS } from '../support/nobody.js';

const skip = cannotTrace || (!has('busybox') && 'needs busybox');

/** Runs `$@` in a root made of this system's libraries, busybox, node and bpftrace: all of it mounts, that end with it. */
const MAKE_ROOT = `set -e
root=$1 checkout=$2 node=$3; shift 3
mount -t tmpfs none "$root"; cd "$root"
mkdir -p usr/bin usr/lib usr/lib64 proc sys dev tmp etc app
for folder in bin sbin lib lib64; do ln -s usr/$folder $folder; done
ln -s bin usr/sbin
for folder in /usr/lib /usr/lib64; do [ ! -d $folder ] || mount --bind $folder .$folder; done
for program in "$(command -v busybox)" "$(command -v bpftrace)" "$node"; do
  touch "usr/bin/\${program##*/}"
  mount --bind "$program" "usr/bin/\${program##*/}"
done
for applet in $(busybox --list); do [ -e usr/bin/$applet ] || ln -s busybox usr/bin/$applet; done
mount --bind "$checkout" app
mount -t proc proc proc; mount -t sysfs sysfs sys; mount -t tracefs tracefs sys/kernel/tracing
mknod -m 666 dev/null c 1 3; mknod -m 666 dev/urandom c 1 9
ln -s /proc/self/fd dev/fd
exec chroot . /bin/env -i PATH=/bin /bin/node /app/dist/bin.cjs "$@"`;

void t.test('doctor, smoke and a trace', { skip }, (t) => {
  const folder = t.testdir({});
  const run = (...args: string[]) => {
    const [command, ...prefix] = IN_OTHER_MOUNTS;
    const script = [MAKE_ROOT, 'sh', folder, path.resolve(ROOT), process.execPath];
    return execaSync(command ?? '', [...prefix, ...script, ...args], { reject: false });
  };
  t.match(run('doctor'), { exitCode: 0, stdout: /^pass {2}trial /m, stderr: '' });
  t.match(run('smoke'), { exitCode: 0, stdout: /^1\.\.\d+$/m });
  const trace = run('--json', '--duration', '1s', '-s', 'KILL', '--to', '1');
  t.match(trace, { exitCode: 0, stderr: '' });
  t.match(JSON.parse(trace.stdout.split('\n').at(-1) ?? ''), { type: 'end', unaccounted: 0 });
  t.end();
});
