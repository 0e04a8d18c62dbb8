// Node without rights, bpftrace by sudo: in order, whichever way sudo runs its command.
import t from 'tap';

import { has, processesNaming, tracer, untraceable } from '../support/life.js';
import { NOBODY, unreadable } from '../support/nobody.js';
import { interruptedTrace } from '../support/terminal.js';
import { until } from '../support/until.js';

const skip = untraceable() || (!has('sudo') && 'needs sudo') || unreadable();

/** Runs a command as nobody with these rules for sudo, which only the command sees. */
function asNobody(...rules: string[]): string[] {
  const script = `mount -t tmpfs -o mode=755 none /etc/sudoers.d &&
    printf '%s\\n' "$1" >/etc/sudoers.d/test && chmod 440 /etc/sudoers.d/test && shift &&
    exec ${NOBODY.join(' ')} "$@"`;
  const apart = ['unshare', '--mount', '--propagation', 'private'];
  return [...apart, 'sh', '-c', script, 'sh', rules.join('\n')];
}

void t.test('refused: exit 3', { skip }, async (t) => {
  const trace = tracer(t, [], { prefix: asNobody() });
  t.match(await trace.ended(), { exitCode: 3 });
  t.match(
    trace.stderr(),
    /^bpftrace needs root: it is run with sudo\nsignals-trace: bpftrace needs root, and sudo [^\n]*\n {2}\S/,
  );
});

for (const pty of ['!use_pty', 'use_pty']) {
  const prefix = asNobody(`Defaults ${pty}`, '#65534 ALL=(root) NOPASSWD: ALL');
  const args = ['--json', '-s', 'KILL', '--to', '1'];

  void t.test(`${pty}: it ends in order`, { skip }, async (t) => {
    const trace = tracer(t, args, { prefix });
    await trace.saw('ready');
    const family = trace.family();
    t.ok(family.length >= 3, 'sudo, the wrapper and bpftrace');
    trace.kill('SIGINT');
    t.match(await trace.ended(), { exitCode: 0 });
    t.match(trace.records, [{ type: 'ready' }, { type: 'end', reason: 'SIGINT', unaccounted: 0 }]);
    t.equal(trace.records.length, 2);
    t.notOk(family.some(({ alive }) => alive()));
    t.equal(trace.stderr(), 'bpftrace needs root: it is run with sudo\n');
  });

  void t.test(`${pty}: its own command line alone has the filter`, { skip }, async (t) => {
    const name = `unlikely-${process.pid}`;
    const trace = tracer(t, ['--json', '-a', '--to', name], { prefix });
    await trace.saw('ready');
    const named = processesNaming(name);
    t.equal(named.length, 1, named.join('\n'));
    t.match(named[0], /bin\.cjs --json /);
    trace.kill('SIGINT');
    t.match(await trace.ended(), { exitCode: 0 });
  });

  void t.test(`${pty}: bpftrace is killed, another takes its place`, { skip }, async (t) => {
    const trace = tracer(t, args, { prefix });
    await trace.saw('ready');
    process.kill((await trace.bpftrace()).pid, 'SIGKILL');
    t.match(await trace.saw('gap'), { reason: /signal 9/ });
    t.match(await trace.saw('ready', 2), { incarnation: 2 });
    trace.kill('SIGINT');
    t.match(await trace.ended(), { exitCode: 0 });
  });

  void t.test(`${pty}: nothing outlives Node`, { skip }, async (t) => {
    const trace = tracer(t, args, { prefix });
    await trace.saw('ready');
    const family = trace.family();
    trace.kill('SIGKILL');
    await until(() => !family.some(({ alive }) => alive()), 'all gone', 10);
  });

  void t.test(`${pty}: Ctrl-C`, { skip: skip || (!has('tmux') && 'needs tmux') }, async (t) => {
    const quoted = prefix.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    await interruptedTrace(t, `${quoted} sh`);
  });
}
