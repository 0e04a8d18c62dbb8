import t from 'tap';

import { causedBy } from '../../src/explain/cause.js';
import type { KernelSignal } from '../../src/stream/source-record.js';
import { kernelSignal } from '../support/kernel-signal.js';

const BASH = { pid: 500, tid: 501, comm: 'bash', uid: 1000, gid: 1001, cgroup_id: '4711' };

function cause(signal: Partial<KernelSignal>) {
  return causedBy(kernelSignal({ currentTid: 501, gid: 1001, ...signal }));
}

void t.test('the current task is the sender where the code proves it', (t) => {
  t.strictSame(cause({ siCode: 0 }), { origin: 'unknown', sender: BASH }, 'kill, or its kin');
  t.strictSame(cause({ siCode: -1 }), { origin: 'unknown', sender: BASH }, 'sigqueue');
  t.strictSame(cause({ siCode: -6 }), { origin: 'tkill', sender: BASH }, 'tkill cannot be forged');
  t.strictSame(
    cause({ siCode: 0, targetPid: 500, targetTid: 500 }),
    { origin: 'unknown', sender: BASH },
    'another thread of its own process',
  );
  t.end();
});

void t.test('else nobody is named', (t) => {
  const codes: [string, number, number][] = [
    ['the kernel by itself', 128, 14],
    ['a timer', -2, 14],
    ['a message', -3, 34],
    ['asynchronous I/O', -4, 34],
    ['SIGIO', -5, 29],
    ['exec', -7, 9],
    ['a name look-up', -60, 34],
    ['a code of its own making', -1000, 34],
    ['a fault', 1, 11],
    ['data to read', 1, 29],
    ['seccomp', 1, 31],
  ];
  for (const [what, siCode, signo] of codes) {
    t.strictSame(cause({ siCode, signo }), { origin: 'unknown' }, what);
  }
  t.end();
});

void t.test('a child is told by its code, but not which', (t) => {
  for (let siCode = 1; siCode <= 6; siCode++) {
    t.strictSame(cause({ signo: 17, siCode }), { origin: 'child' });
  }
  t.strictSame(cause({ signo: 17, siCode: 0 }), { origin: 'unknown', sender: BASH }, 'by kill');
  t.end();
});

void t.test('to itself a task may claim any code', (t) => {
  for (const siCode of [0, -1, -6, 1, 128, -2]) {
    for (const signo of [15, 17]) {
      const toItself = { signo, siCode, targetPid: 500, targetTid: 501 };
      t.strictSame(cause(toItself), { origin: 'unknown' }, `${signo} ${siCode}`);
    }
  }
  t.end();
});
