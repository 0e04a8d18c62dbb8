import t from 'tap';

import { symbolsCheck } from '../../../src/bpftrace/doctor/symbols.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('hidden symbols are a warning', (t) => {
  const check = (symbols: boolean, root: boolean) =>
    symbolsCheck({ host: { ...HOST, symbols, root }, bpftrace: BPFTRACE });
  t.match(check(true, true), { status: 'pass', found: '/proc/kallsyms' });
  t.match(check(true, false), { status: 'pass', found: 'only root may see them', untried: true });
  t.match(check(false, true), { status: 'warn', found: /^hidden /, fix: /SYSLOG|kptr_restrict/ });
  t.end();
});
