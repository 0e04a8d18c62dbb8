import t from 'tap';

import { termsOf } from '../../src/filter/terms.js';
import { parseWho, type Who } from '../../src/filter/who.js';
import { senderClause, sentClause, targetClause } from '../../src/filter/who-clause.js';

function whos(...texts: string[]): Who[] {
  return texts.map((text) => parseWho('', text));
}

/** The alternatives of a clause, without the one that any name gets. */
function alternatives(clause = ''): string[] {
  const all = clause.replace(/^\((.*)\)$/, '$1').split(' || ');
  return all.filter((one) => !one.includes('_exe == 0'));
}

void t.test('pids and names of senders are compared in the kernel', (t) => {
  t.strictSame(alternatives(senderClause(whos('500', 'a"b'), termsOf('full'))), [
    '$from == 500',
    String.raw`comm == "a\042b"`,
    String.raw`$task->group_leader->comm == "a\042b"`,
    '($from_exe & FIRST_3) == 0x622261',
  ]);
  t.equal(senderClause(whos('500'), termsOf('core')), 'pid == 500');
  t.equal(senderClause(whos('bash'), termsOf('core')), undefined, 'core knows no program');
  t.end();
});

void t.test('pids and names of targets are compared in the kernel', (t) => {
  t.equal(
    targetClause(whos('882'), termsOf('full')),
    '($to == 882 || ($to == 0 && $tid == 882))',
    'a task that was not found has its thread id alone',
  );
  const clause = targetClause(whos('nginx', 'x'), termsOf('full')) ?? '';
  t.equal(alternatives(clause)[0], 'args->comm == "nginx"');
  t.notMatch(clause, '$to_exe == 0');
  const script: Who = { kind: 'name', name: 'api.js', scripts: true };
  t.match(targetClause([script, script], termsOf('full')), / \|\| \$to_exe == 0\)$/);
  t.end();
});

void t.test('a name’s first bytes, or those of the programs that have it now', (t) => {
  const exes = (who: Who) =>
    alternatives(targetClause([who], termsOf('full'))).filter((one) => one.includes('_exe'));
  const word = (text: string) =>
    `0x${Buffer.from(text).reverse().toString('hex').replace(/^0+/, '')}`;
  t.strictSame(exes({ kind: 'name', name: 'a-long-name-of-a-script.py' }), [
    `($to_exe & FIRST_8) == ${word('a-long-n')}`,
  ]);
  t.strictSame(exes({ kind: 'name', name: 'nginx: master process' }), [
    `($to_exe & FIRST_5) == ${word('nginx')}`,
  ]);
  t.strictSame(exes({ kind: 'name', name: 'init', programs: ['systemd'] }), [
    `($to_exe & FIRST_4) == ${word('init')}`,
    `($to_exe & FIRST_7) == ${word('systemd')}`,
  ]);
  t.end();
});

void t.test('one process that the kernel cannot tell leaves all of them to user space', (t) => {
  for (const text of ['/x/', 'nginx.service', 'container/12', 'pod/x']) {
    t.equal(senderClause(whos('500', text), termsOf('full')), undefined, text);
    t.equal(targetClause(whos('882', text), termsOf('full')), undefined, text);
  }
  t.equal(targetClause(whos('882'), termsOf('core')), undefined, 'core knows the thread alone');
  t.equal(senderClause(whos('500'), termsOf('kprobe')), undefined, 'some signals have no code');
  t.end();
});

void t.test('a clause about the sender holds for signals that were sent', (t) => {
  const terms = { ...termsOf('full'), sent: 'S' };
  t.equal(sentClause(['a', '', 'b'], terms), '((S) && a && b)');
  t.equal(sentClause(['', ''], terms), '');
  t.end();
});
