import t from 'tap';

import { cannotWrite, isClosedPipe } from '../../src/cli/write-failure.js';

void t.test('a reader that closed its pipe is told from a full disk', (t) => {
  const failed = (code: string) => Object.assign(new Error(code), { code });
  t.ok(isClosedPipe(failed('EPIPE')));
  t.notOk(isClosedPipe(failed('ENOSPC')));
  t.notOk(isClosedPipe('EPIPE'));
  const full = failed('ENOSPC');
  t.match(cannotWrite('stdout', full), {
    code: 'cannot_write',
    exitCode: 4,
    message: 'Cannot write stdout: ENOSPC',
    hint: 'make room, or write elsewhere',
    cause: full,
  });
  t.match(cannotWrite('a.ndjson', full).hint, /; what the file holds is whole$/);
  t.end();
});
