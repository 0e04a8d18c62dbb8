import t from 'tap';

import { better, describe, isSame, type Known } from '../../src/identity/describe.js';
import { ProbeIdentity } from '../../src/identity/probe-identities.js';
import { toldProcess } from '../support/told-process.js';

const KNOWN: Known = { pid: 5, tid: 6, comm: 'x', uid: 0, gid: 0, cgroupId: '7' };
const NOTHING = { fromProbe: undefined, fromProc: undefined, cgroup: undefined, user: undefined };

void t.test('what is not known is absent', (t) => {
  t.strictSame(describe({ known: KNOWN, ...NOTHING }, true), {
    pid: 5,
    tid: 6,
    comm: 'x',
    name: 'x',
    uid: 0,
    gid: 0,
    cgroup_id: '7',
  });
  t.end();
});

void t.test('what the probe told, what /proc showed, what the cgroup says', (t) => {
  const fromProbe = new ProbeIdentity();
  fromProbe.add(toldProcess({ length: 5, nsPid: 1, loginuid: 1000 }));
  fromProbe.add({ kind: 'arguments', processKey: 'a', line: 0, bytes: Buffer.from('cat\0x') });
  const fromProc = { pid: 5, startTimeNs: 5n, argStart: 0, read: 1, exe: '/bin/cat' };
  const cgroup = '/system.slice/cat.service';
  const known = { known: KNOWN, fromProbe, fromProc, cgroup, user: 'root' };
  t.match(describe(known, true), {
    name: 'cat',
    ppid: 1,
    exe: '/bin/cat',
    cmdline: ['cat', 'x'],
    cmd: 'cat x',
    user: 'root',
    loginuid: 1000,
    start_time: '5',
    cgroup,
    slice: 'system.slice',
    unit: 'cat.service',
    nspid: 1,
  });
  t.notOk('cmdline' in describe(known, false), 'command lines may be left out');
  t.end();
});

void t.test('nobody logged in', (t) => {
  for (const loginuid of [-1, 0xffffffff]) {
    const fromProbe = new ProbeIdentity();
    fromProbe.add(toldProcess({ loginuid }));
    t.notOk('loginuid' in describe({ known: KNOWN, ...NOTHING, fromProbe }, true), `${loginuid}`);
  }
  t.end();
});

void t.test('the probe’s command line is of the moment; /proc has more of a long one', (t) => {
  const whole = { args: ['a', 'b', 'c'], truncated: false };
  const cut = { args: ['a', 'b'], truncated: true };
  t.equal(better(undefined, whole), whole);
  t.equal(better(whole, { args: ['z'], truncated: false }), whole);
  t.equal(better(cut, whole), whole, 'the same begins');
  t.equal(better(cut, { args: ['z', 'b', 'c'], truncated: false }), cut, 'another program by now');
  t.equal(better(cut, undefined), cut);
  t.end();
});

void t.test('the same process, to the kernel', (t) => {
  t.ok(isSame(KNOWN, { ...KNOWN }));
  for (const other of [{ pid: 6 }, { tid: 5 }, { comm: 'y' }, { uid: 1 }, { startTimeNs: 1n }]) {
    t.notOk(isSame(KNOWN, { ...KNOWN, ...other }), Object.keys(other).join());
  }
  t.end();
});
