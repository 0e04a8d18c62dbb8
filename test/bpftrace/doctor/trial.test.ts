import t from 'tap';

import { trialCheck } from '../../../src/bpftrace/doctor/trial.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('bpftrace is not run if it would be in vain', async (t) => {
  const root = { ...HOST, root: true };
  const failed = { name: 'lockdown', status: 'fail', found: '', why: '' } as const;
  t.match(await trialCheck(root, BPFTRACE, [failed]), {
    status: 'pass',
    found: /another check fails/,
    untried: true,
  });
  const nobody = { ...HOST, root: false, mayLoadPrograms: true };
  t.match(await trialCheck(nobody, BPFTRACE, []), { status: 'pass', found: /it takes root/ });
});
