import t from 'tap';

import { isAtLeast, versionOf } from '../../src/host/version.js';

void t.test('the version that a text begins with', (t) => {
  t.strictSame(versionOf('6.12.3-amd64'), { major: 6, minor: 12 });
  t.strictSame(versionOf('7'), { major: 7, minor: 0 });
  t.strictSame(versionOf('v6.1'), { major: 0, minor: 0 });
  t.end();
});

void t.test('numbers are compared, not digits', (t) => {
  t.ok(isAtLeast({ major: 5, minor: 10 }, 5, 9));
  t.ok(isAtLeast({ major: 6, minor: 0 }, 5, 11));
  t.notOk(isAtLeast({ major: 5, minor: 10 }, 5, 11));
  t.notOk(isAtLeast({ major: 4, minor: 20 }, 5, 0));
  t.end();
});
