import t from 'tap';

import { COMMAND_NAMES } from '../../src/cli/command-words.js';
import { commandNamed, COMMANDS, flagsOf } from '../../src/cli/commands.js';

void t.test('each command is described once, with a question and examples', (t) => {
  t.strictSame(COMMANDS.map(({ name }) => name).sort(), [...COMMAND_NAMES].sort());
  for (const { name, question, about, examples } of COMMANDS) {
    t.match(question, /\?/, name);
    t.match(about, /^[A-Z].*\.$/, name);
    t.ok(examples.length > 0, name);
    for (const [typed] of examples) t.match(typed, /^signals-trace/);
  }
  t.end();
});

void t.test('no name and no letter stands for two flags of a command', (t) => {
  for (const command of COMMANDS) {
    const names = flagsOf(command).flatMap(({ name, alias }) => [name, ...(alias ? [alias] : [])]);
    t.strictSame(names, [...new Set(names)], command.name);
    // A name that another tool has is no name of ours.
    for (const { name, others = [] } of flagsOf(command)) {
      for (const other of others) t.not(other, name);
    }
    const others = flagsOf(command).flatMap(({ others = [] }) => others);
    t.strictSame(others, [...new Set(others)], `${command.name}: others`);
  }
  t.ok(flagsOf(commandNamed('trace')).length > 30);
  t.end();
});
