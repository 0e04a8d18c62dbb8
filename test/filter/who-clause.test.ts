import t from 'tap';

import { termsOf } from '../../src/filter/terms.js';
import { parseWho, type Who } from '../../src/filter/who.js';
import { senderClause, sentClause, targetClause } from '../../src/filter/who-clause.js';

function whos(...texts: string[]): Who[] {
  return texts.map((text) => parseWho('', text));
}

void t.test('pids and names of senders are compared in the kernel', (t) => {
  t.equal(
    senderClause(whos('500', 'a"b'), termsOf('full')),
    String.raw`($from == 500 || (comm == "a\042b" || $task->group_leader->comm == "a\042b"))`,
  );
  t.equal(senderClause(whos('500'), termsOf('core')), 'pid == 500');
  t.equal(senderClause(whos('bash'), termsOf('core')), 'comm == "bash"');
  t.end();
});

void t.test('pids and names of targets are compared in the kernel', (t) => {
  t.equal(
    targetClause(whos('882'), termsOf('full')),
    '($to == 882 || ($to == 0 && $tid == 882))',
    'a task that was not found has its thread id alone',
  );
  t.match(targetClause(whos('nginx'), termsOf('full')), /^\(args->comm == "nginx" \|\| /);
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
