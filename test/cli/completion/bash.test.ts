import { spawnSync } from 'node:child_process';

import t from 'tap';

import { BASH_SCRIPT, bashReply } from '../../../src/cli/completion/bash.js';
import { shellLine } from '../../../src/cli/completion/shell-line.js';

const TAB = '9';
const LIST = '63';
const BREAKS = ' \t\n"\'@><=;|&(:';

function reply(line: string, words: readonly string[], type = TAB): string[] {
  const candidates = words.map((word) => ({ word, about: `about ${word}\n\u001B[2J` }));
  return bashReply(candidates, shellLine(line), BREAKS, type).trimEnd().split('\n');
}

void t.test('bash reads the script', (t) => {
  t.equal(spawnSync('bash', ['-n'], { input: BASH_SCRIPT, encoding: 'utf8' }).stderr, '');
  t.end();
});

void t.test('words to insert, without what bash keeps', (t) => {
  t.strictSame(reply('st --ou', ['--output']), ['words', '--output']);
  t.strictSame(reply('st --to=ngi', ['--to=nginx']), ['words', 'nginx']);
  t.strictSame(reply('st -u user@10', ['user@1000.service']), ['words', '1000.service']);
  t.strictSame(reply("st -s '!TE", ['!TERM']), ['words', '!TERM']);
  t.strictSame(reply('st ', ['unit/']), ['open', 'unit/']);
  t.equal(bashReply('paths', shellLine('st -w '), BREAKS, TAB), 'paths\n');
  t.end();
});

void t.test('a hostile name is one word of text, in and out of quotes', (t) => {
  const name = '$(id);`x` "~';
  t.strictSame(reply('st ', [name]), ['words', '\\$\\(id\\)\\;\\`x\\`\\ \\"\\~']);
  t.strictSame(reply('st "', [name]), ['words', '\\$(id);\\`x\\` \\"~']);
  t.strictSame(reply("st '", [name, "it's"]), ['words', name]);
  const [, escaped = ''] = reply('st ', [name]);
  const { stdout } = spawnSync('bash', ['-c', `printf %s ${escaped}`], { encoding: 'utf8' });
  t.equal(stdout, name);
  t.end();
});

void t.test('a list says what each is; a single word is inserted alone', (t) => {
  const [, first = ''] = reply('st ', ['882', '883'], LIST);
  t.equal(first, '882  (about 882\\x0a\\x1b[2J)');
  t.strictSame(reply('st 88', ['882'], LIST), ['words', '882']);
  t.end();
});
