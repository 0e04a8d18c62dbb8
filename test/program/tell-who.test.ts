import t from 'tap';

import { tellWho, UNGUARDED } from '../../src/program/tell-who.js';

const PARTS = { idle: '1 == 1', task: '', layout: '' };
const HOST = { possibleCpus: 2, arch: 'x64', audit: false, pidNamespace: undefined };
const POINTS = ['tracepoint:a:b', 'tracepoint:c:d'].map((attach) => ({
  attach,
  wanted: '$w',
  guard: UNGUARDED,
}));
const DETAILS = { arguments: true, stacks: true, attempts: false };

void t.test('one program is shared where bpftrace can, else each point has a marked copy', (t) => {
  const shared = tellWho(POINTS, PARTS, { ...HOST, sharesBodies: true }, DETAILS);
  t.equal(shared.length, 1);
  t.match(shared[0], /^tracepoint:a:b,\ntracepoint:c:d\n/);
  const [mark, ...copies] = tellWho(POINTS, PARTS, HOST, DETAILS);
  t.match(mark, /^\/\/ The rest is one program/);
  t.equal(copies.length, 2);
  t.match(copies[1], '/$w && @untold[cpu] != 0');
  t.end();
});

void t.test('arguments and the login user are read where they are asked for and exist', (t) => {
  const render = (args: boolean, audit: boolean) =>
    tellWho(POINTS.slice(1), PARTS, { ...HOST, audit }, { ...DETAILS, arguments: args }).join('');
  t.match(render(true, true), /loginuid[^]*printf\("a\|/);
  t.notMatch(render(false, false), /loginuid|printf\("a\|/);
  t.end();
});
