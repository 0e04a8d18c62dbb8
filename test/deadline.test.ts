import { setTimeout as sleep } from 'node:timers/promises';

import t from 'tap';

import { deadline } from '../src/deadline.js';

void t.test('a deadline that passes calls back once', async (t) => {
  let calls = 0;
  const wait = deadline(5, () => calls++);
  t.notOk(wait.passed);
  await sleep(30);
  t.ok(wait.passed);
  t.equal(calls, 1);
});

void t.test('a deadline that is cleared never passes', async (t) => {
  const wait = deadline(5, () => t.fail('it passed'));
  wait.clear();
  await sleep(30);
  t.notOk(wait.passed);
});
