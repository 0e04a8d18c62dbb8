import t from 'tap';

import { commandNamed, COMMANDS, flagsOf } from '../../src/cli/commands.js';
import { commandHelp, COMMON, fullHelp, shortHelp, typedAs } from '../../src/cli/help.js';
import { EXIT_STATUSES } from '../../src/exit-status.js';

void t.test('the first screen has 40 lines of 80 columns, and what people need', (t) => {
  const lines = shortHelp().trimEnd().split('\n');
  t.ok(lines.length <= 40, `${lines.length} lines`);
  for (const line of lines) t.ok(line.length <= 80, line);
  const text = lines.join('\n');
  for (const { name, question } of COMMANDS) t.match(text, `${name.padEnd(12)}${question}`);
  t.equal(COMMON.length, 10);
  for (const name of COMMON) t.match(text, `--${name}`);
  const flowing = text.replaceAll('\n', ' ');
  for (const { status, brief } of Object.values(EXIT_STATUSES)) {
    t.match(flowing, `${status} ${brief}`);
  }
  t.match(text, 'help all');
  t.end();
});

void t.test('help of a command has each of its options; help all has all', (t) => {
  const all = fullHelp(100);
  for (const line of all.split('\n')) t.ok(line.length <= 100, line);
  for (const command of COMMANDS) {
    const text = commandHelp(command, 100);
    t.ok(all.includes(text), command.name);
    for (const flag of flagsOf(command)) t.ok(text.includes(`  ${typedAs(flag)}`), flag.name);
    for (const [typed] of command.examples) t.ok(text.includes(typed), typed);
  }
  t.match(commandHelp(commandNamed('smoke'), 100), /Format of the report .*: tap, junit$/m);
  t.match(all, /SIGNALS_TRACE_OUTPUT=json/);
  t.end();
});
