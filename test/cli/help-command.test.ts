import t from 'tap';

import { commandNamed } from '../../src/cli/commands.js';
import { commandHelp, fullHelp, shortHelp } from '../../src/cli/help.js';
import { helpCommand } from '../../src/cli/help-command.js';
import { stdoutOf } from '../support/stdout-of.js';

void t.test('one screen, that of a command, or all', async (t) => {
  t.equal(await stdoutOf(() => helpCommand(undefined)), shortHelp());
  t.equal(await stdoutOf(() => helpCommand('all')), fullHelp(100));
  t.equal(await stdoutOf(() => helpCommand('doctor')), commandHelp(commandNamed('doctor'), 100));
});

void t.test('another word is wrong usage', async (t) => {
  await t.rejects(helpCommand('docter'), { code: 'usage', hint: 'did you mean doctor?' });
  await t.rejects(helpCommand('zzzzzz'), { code: 'usage', hint: /^they are trace, / });
  await t.rejects(helpCommand('why'), { message: /not in this version/ });
});
