import t from 'tap';

import { parseCount, parseDuration, parseSize } from '../../src/cli/quantities.js';

type Parse = (flag: string, text: string) => number;

const CASES: [string, Parse, Record<string, number>, readonly string[]][] = [
  [
    'a length of time',
    parseDuration,
    {
      '10s': 10_000,
      '10': 10_000,
      '500ms': 500,
      '1.5s': 1500,
      '5m': 300_000,
      '2h': 7_200_000,
      '1d': 86_400_000,
    },
    [
      '',
      '0',
      '0s',
      '-1s',
      '10x',
      '1e3',
      'ten',
      '10 s',
      '1h30m',
      '25d',
      'Infinity',
      '0.5ms',
      '1s\n',
    ],
  ],
  [
    'a size',
    parseSize,
    {
      '64M': 64 * 1024 ** 2,
      '64m': 64 * 1024 ** 2,
      '1GiB': 1024 ** 3,
      '256K': 256 * 1024,
      '64G': 64 * 1024 ** 3,
    },
    ['', '64', '255K', '65G', '1.5G', '-64M', '0M', '64T', '64M\n'],
  ],
  [
    'a count',
    parseCount,
    { '1': 1, '007': 7, '1000000': 1_000_000 },
    ['', '0', '-1', '1.5', '1e3', '0x10', ' 1', '99999999999999999999'],
  ],
];

for (const [what, parse, good, bad] of CASES) {
  void t.test(what, (t) => {
    for (const [text, value] of Object.entries(good)) t.equal(parse('--flag', text), value, text);
    for (const text of bad) {
      t.throws(
        () => parse('--flag', text),
        { code: 'usage', message: /^--flag ".*" is no .*$/, hint: /^for example: / },
        JSON.stringify(text),
      );
    }
    t.end();
  });
}
