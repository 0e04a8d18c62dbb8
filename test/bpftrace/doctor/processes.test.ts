import t from 'tap';

import { processesCheck } from '../../../src/bpftrace/doctor/processes.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('who may read the programs of other processes', (t) => {
  const check = (more: object) =>
    processesCheck({
      host: { ...HOST, root: true, capabilities: ['SYS_PTRACE'], readsPrograms: true, ...more },
      bpftrace: BPFTRACE,
    });
  t.match(check({}), { status: 'pass', found: 'may be read' });
  t.match(check({ root: false }), {
    status: 'warn',
    means: /other users' processes are not told/,
    fix: /^trace as root: .*signals-trace/,
  });
  t.match(check({ pidNamespace: 4026532000 }), { status: 'pass', found: 'see pid namespace' });
  t.match(check({ capabilities: [] }), { status: 'warn', flags: ['--cap-add=SYS_PTRACE'] });
  t.match(check({ readsPrograms: false, label: 'x (enforce)' }), {
    status: 'warn',
    found: /, as x \(enforce\)$/,
    fix: /ps -Z/,
  });
  const sudo = { runs: 'never', why: 'sudo is not installed', fix: 'su -' } as const;
  const refused = processesCheck({ host: { ...HOST, root: false }, bpftrace: BPFTRACE, sudo });
  t.match(refused, { status: 'pass', untried: true }, 'permission says what is wrong');
  t.end();
});
