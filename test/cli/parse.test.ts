import t from 'tap';

import { commandNamed } from '../../src/cli/commands.js';
import { parse } from '../../src/cli/parse.js';

const TRACE = commandNamed('trace');

void t.test('flags by name and letter, once and several times, and WHO', async (t) => {
  const args = ['-s', 'TERM', '-s', 'KILL', '-n', '3', '-a', '--no-cmdline', '-u', 'x', '882'];
  t.match(await parse(TRACE, args), {
    signal: ['TERM', 'KILL'],
    count: '3',
    all: true,
    'no-cmdline': true,
    unit: 'x',
    target: '882',
  });
  t.match(await parse(commandNamed('doctor'), ['--json']), { json: true });
});

void t.test('what is wrong is wrong usage', async (t) => {
  const cases: readonly [Parameters<typeof parse>[0], readonly string[], RegExp][] = [
    [TRACE, ['--all', '--hide-noise'], /contradict/],
    [TRACE, ['-o', 'xml'], /cannot be "xml"/],
    [TRACE, ['-s'], /needs a value/],
    [TRACE, ['882', '883'], /Unknown argument: 883/],
    [TRACE, ['doctor'], /doctor is a command/],
    [TRACE, ['top'], /not in this version/],
    [commandNamed('schema'), ['extra'], /Unknown argument: extra/],
    [commandNamed('doctor'), ['--duration', '1s'], /Unknown argument: --duration/],
  ];
  for (const [command, args, message] of cases) {
    await t.rejects(parse(command, args), { code: 'usage', message }, args.join(' '));
  }
});
