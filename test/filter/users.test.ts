import t from 'tap';

import {
  checkUsers,
  isFromUser,
  isToUser,
  parseUsers,
  senderUserClauses,
  targetUserClauses,
} from '../../src/filter/users.js';
import { NO_PROC } from '../../src/host/live-proc.js';
import { SIGNAL } from '../support/filter-option.js';

const FLAG = { name: 'to-user', takes: 'list', help: '' } as const;

void t.test('users are names and numbers, in lists', async (t) => {
  t.strictSame(await parseUsers({ 'to-user': ['root,33', '7'] }, FLAG), [0, 33, 7]);
  t.strictSame(await parseUsers({}, FLAG), []);
  await t.rejects(parseUsers({ 'to-user': 'no such user' }, FLAG), {
    code: 'usage',
    message: '--to-user "no such user": there is no such user',
  });
});

void t.test('a user id has 32 bits', (t) => {
  for (const wrong of [-1, 1.5, 2 ** 32]) {
    t.throws(
      () => {
        checkUsers([0, wrong], 'users');
      },
      { code: 'usage', message: /^users: a user id/ },
    );
  }
  t.doesNotThrow(() => {
    checkUsers([0, 2 ** 32 - 1], 'users');
  });
  t.end();
});

void t.test('each user has a clause; a target that was not found has no user', (t) => {
  t.strictSame(senderUserClauses([0, 33]), ['uid == (uint64)0', 'uid == (uint64)33']);
  t.match(targetUserClauses([33]), [/^\(\$to != 0 && .*uid.val == \(int64\)33\)$/]);
  t.end();
});

void t.test('a signal is from a user if a process of the user sent it', (t) => {
  t.equal(isFromUser([7, 1000], SIGNAL), true);
  t.equal(isFromUser([33], SIGNAL), false);
  t.equal(isFromUser([1000], { ...SIGNAL, sentByCode: false }), false, 'nobody sent it');
  t.equal(isFromUser([1000], { ...SIGNAL, current: { pid: 500 } }), undefined);
  t.end();
});

void t.test('/proc knows the user of a target that was not found', (t) => {
  const lookups = {
    proc: { ...NO_PROC, owner: (pid: number) => (pid === 882 ? 33 : undefined) },
    senderUntold: false,
  };
  t.equal(isToUser([33], SIGNAL, undefined), true);
  t.equal(isToUser([0], SIGNAL, undefined), false);
  t.equal(isToUser([33], { ...SIGNAL, target: { tid: 882 } }, lookups), true);
  t.equal(isToUser([33], { ...SIGNAL, target: { tid: 7 } }, lookups), false);
  t.end();
});
