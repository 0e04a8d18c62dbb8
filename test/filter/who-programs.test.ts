import t from 'tap';

import { TRACE_ALL } from '../../src/filter/filter.js';
import { withPrograms } from '../../src/filter/who-programs.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';

const COMMS: Readonly<Record<number, string>> = {
  1: 'systemd',
  2: 'kthreadd',
  7: 'nginx',
  8: 'sleep',
};
const PROC: Proc = {
  ...NO_PROC,
  pids: () => Object.keys(COMMS).map(Number),
  comm: (pid) => COMMS[pid],
  exe: (pid) => ({ 1: '/usr/lib/systemd/systemd', 7: '/usr/sbin/nginx', 8: '/bin/sleep' })[pid],
  args: (pid) => ({ 1: ['/sbin/init'], 7: ['nginx'], 8: ['worker', '60'] })[pid] ?? [],
};

void t.test('a name brings the programs that its own bytes do not show', (t) => {
  const named = (name: string) => ({ kind: 'name', name }) as const;
  const pid = { kind: 'pid', pid: 1 } as const;
  const { either, from, to } = withPrograms(
    { ...TRACE_ALL, either: [named('init')], from: [named('worker'), pid], to: [named('nginx')] },
    PROC,
  );
  t.match(either, [{ name: 'init', programs: ['systemd'] }]);
  t.match(from, [{ name: 'worker', programs: ['sleep'] }, pid]);
  t.strictSame(to, [{ ...named('nginx'), programs: [], scripts: false }]);
  const later = withPrograms({ ...TRACE_ALL, to: [named('api.js'), named('celery')] }, PROC).to;
  t.match(later, [{ scripts: true }, { scripts: false }], 'a script that has yet to run');
  t.end();
});
