import t from 'tap';

import { hostValues } from '../../../src/cli/completion/host-values.js';
import { NO_PROC, type Proc } from '../../../src/host/live-proc.js';

const COMMS: Readonly<Record<number, string>> = {
  1: 'systemd',
  2: 'kthreadd',
  40: 'nginx',
  41: 'nginx',
  42: 'evil\nname',
  43: 'top',
  44: '-x',
};
const CGROUPS: Readonly<Record<number, string>> = {
  1: '/init.scope',
  40: '/system.slice/nginx.service',
  41: `/system.slice/docker-${'4bd1'.repeat(16)}.scope`,
};
const PROC: Proc = {
  ...NO_PROC,
  pids: () => Object.keys(COMMS).map(Number),
  comm: (pid) => COMMS[pid],
  commandLine: (pid) => (pid === 2 ? '' : `${COMMS[pid] ?? ''} --run`),
  cgroup: (pid) => CGROUPS[pid],
};
const host = hostValues(PROC);

function words(...asked: Parameters<typeof host>): string[] {
  return host(...asked).map(({ word }) => word);
}

void t.test('WHO: names, pids where digits are typed, units by their beginning', (t) => {
  t.strictSame(words('who', ''), ['nginx', 'systemd', 'top', 'unit/', 'container/', 'pod/']);
  t.match(host('who', ''), [{ word: 'nginx', about: '40, 41: nginx --run' }]);
  t.match(host('who', '4')[2], { word: '40', about: 'nginx --run' });
  t.ok(words('who', 'ng').includes('nginx.service'));
  t.ok(words('who', 'unit/').includes('unit/nginx.service'));
  t.strictSame(words('who', 'container/'), ['container/4bd14bd14bd1']);
  t.end();
});

void t.test('places and users', (t) => {
  t.ok(words('unit', '').includes('nginx.service'));
  t.strictSame(words('container', ''), ['4bd14bd14bd1']);
  t.strictSame(words('pod', ''), []);
  t.strictSame(words('slice', ''), ['system.slice']);
  t.match(host('user', '')[0], { word: 'root', about: 'uid 0' });
  t.end();
});

void t.test('this host has some', (t) => {
  t.ok(hostValues()('who', String(process.pid)).some(({ word }) => word === String(process.pid)));
  t.end();
});
