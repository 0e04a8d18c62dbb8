import t from 'tap';

import {
  COMMAND_NAMES,
  isCommand,
  refuseCommand,
  refuseReserved,
  RESERVED,
  wantsBpftrace,
} from '../../src/cli/command-words.js';

void t.test('a word that is a command of another version is refused, with the nearest', (t) => {
  for (const [word, near] of Object.entries(RESERVED)) {
    t.throws(
      () => {
        refuseReserved(word);
      },
      {
        code: 'usage',
        exitCode: 2,
        message: `The command ${word} is not in this version`,
        hint: `the nearest is ${near}; for a process of that name: --to ${word}`,
      },
    );
    t.notOk((COMMAND_NAMES as readonly string[]).includes(word));
  }
  for (const word of [undefined, 'nginx', 'constructor', ...COMMAND_NAMES]) {
    t.doesNotThrow(() => {
      refuseReserved(word);
    });
  }
  t.end();
});

void t.test('no command is a process', (t) => {
  for (const word of COMMAND_NAMES) {
    t.ok(isCommand(word));
    t.throws(
      () => {
        refuseCommand(word);
      },
      { exitCode: 2, message: `${word} is a command: it comes first, once`, hint: `--to ${word}` },
    );
  }
  t.notOk(isCommand('nginx') || isCommand(undefined));
  t.doesNotThrow(() => {
    refuseCommand('nginx');
  });
  t.end();
});

void t.test('which arguments run the first bpftrace on PATH', (t) => {
  for (const args of [[], ['882'], ['-s', 'KILL'], ['doctor'], ['smoke'], ['program', '--lean']]) {
    t.ok(wantsBpftrace(args), args.join(' '));
  }
  for (const args of [
    ['help'],
    ['-h'],
    ['--version'],
    ['schema'],
    ['--bpftrace=/x'],
    ['completion', 'offer', 'zsh'],
  ]) {
    t.notOk(wantsBpftrace(args), args.join(' '));
  }
  t.end();
});
