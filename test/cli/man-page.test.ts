import { spawnSync } from 'node:child_process';

import t from 'tap';

import { COMMANDS, flagsOf } from '../../src/cli/commands.js';
import { manPage } from '../../src/cli/man-page.js';
import { runs } from '../support/needs.js';

const PAGE = manPage('1.2.3');

void t.test('it has each command, option and example', (t) => {
  for (const command of COMMANDS) {
    t.match(PAGE, `.SH ${command.name.toUpperCase()}\n`);
    for (const { name } of flagsOf(command)) {
      t.ok(PAGE.includes(`--${name}`.replaceAll('-', String.raw`\-`)), name);
    }
  }
  t.match(PAGE, 'signals-trace 1.2.3');
  for (const line of PAGE.split('\n')) t.notMatch(line, /^'/, 'no request by chance');
  t.end();
});

void t.test(
  'groff shows it without a warning',
  { skip: !runs('groff', '--version') && 'needs groff' },
  (t) => {
    const { stdout, stderr } = spawnSync(
      'groff',
      ['-man', '-ww', '-Tutf8', '-P-cbou', '-rLL=80n'],
      {
        input: PAGE,
        encoding: 'utf8',
      },
    );
    t.equal(stderr, '');
    t.match(stdout, /-s, --signal SIGNALS\n/);
    t.match(stdout, 'signals-trace --under cron -a');
    t.end();
  },
);
