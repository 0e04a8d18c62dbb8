import t from 'tap';

import { checkTarget, checkWho, needsOf, parseWho, type Who } from '../../src/filter/who.js';

void t.test('WHO is a pid, a pattern, a place, or else a name', (t) => {
  const cases: [string, Who][] = [
    ['882', { kind: 'pid', pid: 882 }],
    ['nginx', { kind: 'name', name: 'nginx' }],
    ['/a b/i', { kind: 'command', pattern: /a b/iu }],
    ['nginx.service', { kind: 'unit', unit: 'nginx.service' }],
    ['a.slice', { kind: 'unit', unit: 'a.slice' }],
    ['unit/nginx', { kind: 'unit', unit: 'nginx' }],
    ['container/4bd1', { kind: 'container', container: '4bd1' }],
    ['pod/x', { kind: 'pod', pod: 'x' }],
    ['units/x', { kind: 'name', name: 'units/x' }],
  ];
  for (const [text, who] of cases) t.strictSame(parseWho('--to', text), who, text);
  t.throws(() => parseWho('--to', '-5'), { code: 'usage', message: '--to -5: no pid is negative' });
  t.end();
});

void t.test('a process that cannot be is refused, whoever asks for it', (t) => {
  const who = (other: unknown) => other as Who;
  for (const wrong of [
    { kind: 'pid', pid: 4_194_304 },
    { kind: 'pid', pid: 1.5 },
    { kind: 'name', name: 'x'.repeat(256) },
    { kind: 'name', name: 'a\0' },
    { kind: 'command', pattern: 'x' },
    { kind: 'unit', unit: 'a/b' },
    { kind: 'thread', tid: 1 },
  ]) {
    t.throws(
      () => {
        checkWho('filter: from', who(wrong));
      },
      { code: 'usage', message: /^filter: from/ },
      JSON.stringify(wrong),
    );
  }
  checkWho('--from', { kind: 'pid', pid: 0 });
  t.throws(() => {
    checkTarget('--to', { kind: 'pid', pid: 0 });
  }, /never signalled/);
  t.end();
});

void t.test('patterns need command lines, places need cgroups', (t) => {
  t.same(needsOf([parseWho('', '1'), parseWho('', '/x/')]), { commandLines: true, cgroups: false });
  t.same(needsOf([parseWho('', 'a.scope')]), { commandLines: false, cgroups: true });
  t.end();
});
