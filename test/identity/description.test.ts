import t from 'tap';

import { Described, WithAncestors } from '../../src/identity/description.js';

const PROCESS = { pid: 7, tid: 7, comm: '"\n' };

void t.test('a process is read as an object or as JSON', (t) => {
  const process = new Described(PROCESS);
  t.strictSame(process.read(), PROCESS);
  t.equal(process.json(), JSON.stringify(PROCESS));
  t.end();
});

void t.test('ancestors are those that are known when it is read', (t) => {
  const ancestors = [{ pid: 1, comm: 'init' }];
  const known: typeof ancestors = [];
  const process = new WithAncestors(new Described(PROCESS), () => [...known]);
  t.strictSame(process.read(), PROCESS, 'none are no empty list');
  known.push(...ancestors);
  t.strictSame(process.read(), { ...PROCESS, ancestors });
  t.equal(process.json(), JSON.stringify({ ...PROCESS, ancestors }));
  t.end();
});

void t.test(
  'ancestors of another time are left out: its parent had ended before they were read',
  (t) => {
    const child = { ...PROCESS, ppid: 27_253 };
    const ancestors = [{ pid: 1, comm: 'init' }];
    t.strictSame(new WithAncestors(new Described(child), () => ancestors).read(), child);
    const of = { ...PROCESS, ppid: 1 };
    t.strictSame(new WithAncestors(new Described(of), () => ancestors).read(), {
      ...of,
      ancestors,
    });
    t.end();
  },
);
