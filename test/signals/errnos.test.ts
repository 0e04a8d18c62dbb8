import { constants } from 'node:os';

import t from 'tap';

import { errnoName } from '../../src/signals/errnos.js';

void t.test('the names are those of the C library', (t) => {
  const { errno } = constants;
  const named = (number: number) =>
    Object.entries(errno)
      .filter(([, value]) => value === number)
      .map(([name]) => name);
  for (let number = 1; number <= 34; number++) {
    const names = named(number);
    // Node knows no names for these few.
    if (names.length > 0) t.ok(names.includes(errnoName(number)), `${number} ${names.join()}`);
  }
  for (const number of [38, 95]) t.ok(named(number).includes(errnoName(number)), String(number));
  t.equal(errnoName(133), '133');
  t.end();
});
