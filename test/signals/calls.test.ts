import t from 'tap';

import { originOfCall, SENDING_CALLS } from '../../src/signals/calls.js';

void t.test('a call on x86-64 proves an origin', (t) => {
  const cases: [call: number, arg: number, origin: string | undefined][] = [
    [62, 882, 'kill'],
    [62, 0, 'kill-group'],
    [62, -882, 'kill-group'],
    [62, -1, 'kill-all'],
    [200, 882, 'tkill'],
    [234, 882, 'tkill'],
    [129, 882, 'sigqueue'],
    [297, 882, 'sigqueue'],
    [424, 3, 'pidfd'],
    [1, 882, undefined],
    [-1, 0, undefined],
  ];
  for (const [call, arg, origin] of cases) t.equal(originOfCall(call, arg), origin, `${call}`);
  t.end();
});

void t.test('each sending call has its first argument and its origin', (t) => {
  t.strictSame(
    SENDING_CALLS.map(({ name, first, origin }) => [name, first, origin(882)]),
    [
      ['kill', 'pid', 'kill'],
      ['tkill', 'pid', 'tkill'],
      ['tgkill', 'tgid', 'tkill'],
      ['rt_sigqueueinfo', 'pid', 'sigqueue'],
      ['rt_tgsigqueueinfo', 'tgid', 'sigqueue'],
      ['pidfd_send_signal', 'pidfd', 'pidfd'],
    ],
  );
  t.equal(SENDING_CALLS[0]?.origin(-1), 'kill-all');
  t.end();
});
