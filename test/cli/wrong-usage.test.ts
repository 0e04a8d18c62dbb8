import t from 'tap';

import { wrongUsage } from '../../src/cli/wrong-usage.js';

void t.test('a message of yargs becomes one line, with a fix', (t) => {
  const flags = ['signal', 'to', 'from'];
  const cases: [message: string, args: string[], text: string, hint: RegExp][] = [
    ['Not enough arguments following: s', ['-s'], '-s needs a value', /--help/],
    ['Unknown argument: sginal', ['--sginal=1'], 'Unknown argument: --sginal', /--signal\?/],
    ['Unknown argument: p', ['-p'], 'Unknown argument: -p', /--to\?/],
    ['Unknown argument: zzz', ['zzz'], 'Unknown argument: zzz', /--help lists/],
    ['Arguments a and b are mutually exclusive', [], '--a and --b contradict each other', /leave/],
    [
      'Invalid values:\n  Argument: output, Given: "x", Choices: "table", "json"',
      [],
      '--output cannot be "x"',
      /^choose one of table, json$/,
    ],
  ];
  for (const [message, args, text, hint] of cases) {
    t.match(wrongUsage(message, args, flags), { code: 'usage', message: text, hint });
  }
  t.end();
});
