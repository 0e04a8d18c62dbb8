import t from 'tap';

import { Decoder } from '../../../src/wire/decoder.js';
import { codeBits, FLOOD, floodFacts, floodOfLine } from '../../../src/wire/lines/flood.js';

/** As bpftrace 0.17 on Linux 6.18 prints it. */
const LINE = '{"type": "printf", "data": "b|1473005220a|4187|78771443160332|78770482081584"}';

void t.test('a line of a flood', (t) => {
  const [event] = new Decoder().push([LINE]);
  t.strictSame(event, {
    kind: 'flood',
    signo: 10,
    codeBits: 0,
    senderPid: 10470,
    targetPid: 10512,
    thinned: 4087,
    since: 78_770_443_160_332n,
    last: 78_770_482_081_584n,
  });
  t.end();
});

void t.test('the parts of the number at their greatest', (t) => {
  const equal = (15n << 49n) | ((2n ** 22n - 1n) << 27n) | (1n << 5n) | 31n;
  t.match(floodFacts({ equal, size: 101, until: 0n, last: 0n }), {
    signo: 31,
    codeBits: 15,
    senderPid: 2 ** 22 - 1,
    targetPid: 1,
    thinned: 1,
  });
  t.equal(floodOfLine({ equal: 'x', size: 101, until: 0n, last: 0n }), undefined);
  t.end();
});

void t.test('what was told one by one is no flood', (t) => {
  const values = { equal: '1', until: 0n, last: 0n };
  t.equal(FLOOD.whyInvalid({ ...values, size: 101 }), undefined);
  t.match(FLOOD.whyInvalid({ ...values, size: 100 }), 'flood/size');
  t.end();
});

void t.test('codes that are told apart', (t) => {
  // SI_USER, SI_KERNEL, SI_TKILL, SI_QUEUE, SEGV_MAPERR, SEGV_ACCERR
  const bits = [0, 128, -6, -1, 1, 2].map(codeBits);
  t.equal(new Set(bits).size, bits.length);
  t.end();
});
