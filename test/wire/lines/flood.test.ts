import t from 'tap';

import { Decoder } from '../../../src/wire/decoder.js';
import { FLOOD, floodFacts } from '../../../src/wire/lines/flood.js';

/** As bpftrace 0.17 on Linux 6.18 printed it. */
const LINE = '{"type": "printf", "data": "b|28e600a440a|4187|78771443160332|78770482081584"}';

void t.test('a line of a flood', (t) => {
  const [event] = new Decoder().push([LINE]);
  t.strictSame(event, {
    kind: 'flood',
    signo: 10,
    codeByte: 0,
    senderPid: 10470,
    targetPid: 10512,
    thinned: 4087,
    since: 78_770_443_160_332n,
    last: 78_770_482_081_584n,
  });
  t.end();
});

void t.test('the parts of the number at their greatest', (t) => {
  const equal = ((255n << 50n) | ((2n ** 22n - 1n) << 28n) | (1n << 6n) | 31n).toString(16);
  t.match(floodFacts({ equal, size: 101, until: 0n, last: 0n }), {
    signo: 31,
    codeByte: 255,
    senderPid: 2 ** 22 - 1,
    targetPid: 1,
    thinned: 1,
  });
  t.equal(floodFacts({ equal: 'x', size: 101, until: 0n, last: 0n }), undefined);
  t.end();
});

void t.test('what was told one by one is no flood', (t) => {
  const values = { equal: '1', until: 0n, last: 0n };
  t.equal(FLOOD.whyInvalid({ ...values, size: 101 }), undefined);
  t.match(FLOOD.whyInvalid({ ...values, size: 100 }), 'flood/size');
  t.end();
});
