import t from 'tap';

import { SuspendDetector } from '../../src/source/suspend-detector.js';

const S = 1_000_000_000n;

void t.test('a host that slept is noticed once', (t) => {
  let uptime = 1000;
  const sleep = new SuspendDetector(() => uptime);
  const at = (monotonic: bigint, boottime: number) => {
    uptime = boottime;
    return sleep.since(monotonic);
  };
  t.notOk(at(900n * S, 1000));
  t.notOk(at(902n * S, 1002.01), 'awake; /proc tells hundredths of a second');
  t.ok(at(904n * S, 1064), 'a minute that one clock has and the other has not');
  t.notOk(at(906n * S, 1066), 'awake since');
  t.ok(at(908n * S, 1069), 'a second');
  t.notOk(at(910n * S, 1071.2), 'too short');
  t.end();
});

void t.test('it costs nothing to ask often', (t) => {
  let looks = 0;
  const sleep = new SuspendDetector(() => ++looks);
  for (let ms = 0n; ms < 3500n; ms++) sleep.since((S * ms) / 1000n);
  t.equal(looks, 4);
  t.end();
});
