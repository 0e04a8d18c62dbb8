import { readdirSync } from 'node:fs';

import t from 'tap';

import { absentProcesses } from '../../src/cli/absent-processes.js';
import { type Filter, TRACE_ALL, type Who } from '../../src/filter/filter.js';
import { LiveProc, NO_PROC, type Proc } from '../../src/host/live-proc.js';

const proc = new LiveProc();
const comm = proc.comm(process.pid) ?? '';

function absent(asked: Partial<Filter>, attempts = false): string[] {
  return absentProcesses({ ...TRACE_ALL, ...asked }, proc, attempts);
}

void t.test('nothing is said of what runs', (t) => {
  t.same(absent({}), []);
  t.same(absent({ to: [{ kind: 'pid', pid: process.pid }] }), []);
  t.same(absent({ from: [{ kind: 'pid', pid: 0 }] }), [], 'the idle task');
  t.same(absent({ either: [{ kind: 'name', name: comm }] }), []);
  // Any other process: the tracer itself is not what is looked for.
  t.same(absent({ to: [{ kind: 'command', pattern: /./ }] }), []);
  t.end();
});

void t.test('a name or a pattern may come to run', (t) => {
  const name: Who = { kind: 'name', name: 'none-\n-such' };
  const command: Who = { kind: 'command', pattern: /^no such command$/ };
  t.same(absent({ from: [name], to: [command], either: [name] }), [
    '--from "none-\\n-such": no process is called that now; waiting for one',
    '--to "/^no such command$/": no command line matches now; waiting for one',
    'the target "none-\\n-such": no process is called that now; waiting for one',
  ]);
  t.end();
});

void t.test('a command that is typed wrongly', (t) => {
  const typed = (name: string): Who => ({ kind: 'name', name });
  for (const name of ['dcotor', 'doctr', 'schemas']) {
    t.throws(() => absent({ either: [typed(name)] }), {
      code: 'usage',
      message: `There is no command "${name}", and no process is called that`,
      hint: /^did you mean signals-trace (doctor|schema)\? .*\/\w+\/$/,
    });
    t.match(absent({ to: [typed(name)] }), [/waiting for one$/]);
  }
  const meant = /waiting for one \(for the command: signals-trace smoke\)$/;
  t.match(absent({ either: [typed('cmake')] }), [meant], 'it may be what is meant');
  t.end();
});

void t.test('a length of time is no name, unless a process has it', (t) => {
  for (const name of ['1s', '10m', '500ms', '1.5h']) {
    const who: Who = { kind: 'name', name };
    t.throws(() => absent({ to: [who] }), {
      code: 'usage',
      message: `--to ${name}: no process is called that; it is a length of time`,
      hint: `--duration ${name} ends the trace after it; for a process whose command line has it, /${name}/`,
    });
    const host: Proc = { ...NO_PROC, pids: () => [7], comm: () => name };
    t.same(absentProcesses({ ...TRACE_ALL, to: [who] }, host), []);
  }
  for (const name of ['7zip', '12abc', '1sh']) {
    t.match(absent({ from: [{ kind: 'name', name }] }), [
      /waiting for one \(a pid has digits alone\)$/,
    ]);
  }
  t.end();
});

void t.test('a pid will not', (t) => {
  t.throws(() => absent({ to: [{ kind: 'pid', pid: 4_194_303 }] }), {
    code: 'usage',
    message: '--to 4194303: no process has this pid',
    hint: /pgrep/,
  });
  t.end();
});

void t.test('but calls for it may be made', (t) => {
  const gone: Who = { kind: 'pid', pid: 4_194_303 };
  const waits = /^the target 4194303: no process has this pid; waiting for calls/;
  t.match(absent({ either: [gone] }, true), [waits]);
  t.throws(() => absent({ from: [gone] }, true), { code: 'usage' }, 'it makes none itself');
  t.end();
});

void t.test('units, containers and pods may come to be', (t) => {
  const id = 'ab12'.padEnd(64, '0');
  const host: Partial<Proc> = {
    pids: () => [1, 2, 3],
    cgroup: (pid) =>
      [undefined, '/init.scope', '/system.slice/nginx.service', `/docker/${id}`][pid],
  };
  const asked = (filter: Partial<Filter>) =>
    absentProcesses({ ...TRACE_ALL, ...filter }, host as Proc);
  t.same(asked({ toUnits: ['nginx', 'init.scope'], toContainers: ['ab1'] }), []);
  t.same(
    asked({
      fromUnits: ['cron'],
      toUnits: ['ngnix.service'],
      fromContainers: [id],
      toContainers: ['ab2'],
      toPods: ['12345678-1234-1234-1234-123456789abc'],
      toSlices: ['system', 'sytem'],
    }),
    [
      '--unit "ngnix.service": no process is in such a unit now; waiting for one (there is nginx)',
      '--container "ab2": no process is in such a container now; waiting for one',
      '--pod "12345678-1234-1234-1234-123456789abc": no process is in such a pod now; waiting for one',
      '--slice "sytem": no process is in such a slice now; waiting for one (there is system)',
      '--from-unit "cron": no process is in such a unit now; waiting for one',
    ],
  );
  t.end();
});

void t.test('a thread is not a process', (t) => {
  const thread = readdirSync('/proc/self/task')
    .map(Number)
    .find((tid) => tid !== process.pid);
  t.throws(() => absent({ from: [{ kind: 'pid', pid: thread ?? 0 }] }), {
    code: 'usage',
    message: `--from ${String(thread)}: this is a thread of process ${process.pid}`,
    hint: new RegExp(`give ${process.pid}:`),
  });
  t.end();
});
