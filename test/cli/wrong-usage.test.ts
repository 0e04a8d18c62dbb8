import t from 'tap';

import { commandNamed } from '../../src/cli/commands.js';
import { wrongUsage } from '../../src/cli/wrong-usage.js';

void t.test('a message of yargs becomes one line, with a fix', (t) => {
  const trace = commandNamed('trace');
  const cases: [message: string, args: string[], text: string, hint: RegExp][] = [
    ['Not enough arguments following: s', ['-s'], '-s needs a value', /^-s SIGNALS: Signals/],
    ['Unknown argument: sginal', ['--sginal=1'], 'Unknown argument: --sginal', /--signal\?/],
    ['Unknown argument: p', ['-p'], 'Unknown argument: -p', /^here that is --to WHO$/],
    ['Unknown argument: zzz', ['zzz'], 'Unknown argument: zzz', /--from or --to/],
    [
      'Unknown argument: format',
      ['--format'],
      'Unknown argument: --format',
      /^here that is --output FORMAT$/,
    ],
    [
      'Unknown argument: filter',
      ['--filter'],
      'Unknown argument: --filter',
      /^here that is --signal SIGNALS$/,
    ],
    [
      'Unknown argument: output-file',
      ['--output-file'],
      'Unknown argument: --output-file',
      /is --write FILE$/,
    ],
    [
      'Unknown argument: verbose',
      ['--verbose'],
      'Unknown argument: --verbose',
      /^here that is --log-level LEVEL$/,
    ],
    ['Unknown argument: no-color', ['--no-color'], 'Unknown argument: --no-color', /NO_COLOR=1/],
    [
      'Unknown argument: expect',
      ['--expect'],
      'Unknown argument: --expect',
      /^--expect is not in this version$/,
    ],
    [
      'Unknown argument: zzzzz',
      ['--zzzzz'],
      'Unknown argument: --zzzzz',
      /^signals-trace help trace lists/,
    ],
    ['Arguments a and b are mutually exclusive', [], '--a and --b contradict each other', /leave/],
    [
      'Invalid values:\n  Argument: output, Given: "x", Choices: "table", "json"',
      [],
      '--output cannot be "x"',
      /^choose one of table, json$/,
    ],
  ];
  for (const [message, args, text, hint] of cases) {
    t.match(wrongUsage(message, args, trace), { code: 'usage', message: text, hint });
  }
  t.end();
});

void t.test('other commands take no words, and have options of their own', (t) => {
  const doctor = commandNamed('doctor');
  t.match(wrongUsage('Unknown argument: x', ['x'], doctor), {
    hint: 'doctor takes no words; signals-trace help doctor lists the options',
  });
  t.match(wrongUsage('Unknown argument: pid', ['--pid'], doctor), { hint: /help doctor lists/ });
  t.end();
});
