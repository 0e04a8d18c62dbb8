import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { install, placeOf, SCRIPTS } from '../../../src/cli/completion/install.js';

const HOME = { HOME: '/home/me' };

void t.test('where each shell looks, for one user and for all', (t) => {
  const all = () => true;
  const none = () => false;
  t.strictSame(placeOf('bash', HOME, false, all), {
    file: '/home/me/.local/share/bash-completion/completions/signals-trace',
  });
  t.match(placeOf('bash', HOME, false, none), { type: /^echo '\. \/home\/me.*>> ~\/\.bashrc/ });
  t.match(placeOf('bash', HOME, true, all), {
    file: '/usr/local/share/bash-completion/completions/signals-trace',
  });
  t.match(placeOf('bash', { XDG_DATA_HOME: '/x' }, false, all), { file: /^\/x\/bash-completion/ });
  t.match(placeOf('zsh', HOME, false), {
    file: '/home/me/.local/share/zsh/site-functions/_signals-trace',
    type: /fpath=\(\/home\/me.*compinit/,
  });
  t.match(placeOf('zsh', HOME, true), {
    file: '/usr/local/share/zsh/site-functions/_signals-trace',
    type: /^echo 'autoload/,
  });
  t.end();
});

void t.test('it writes the script, folders and all, or says why not', (t) => {
  const folder = t.testdir();
  const file = path.join(folder, 'a/b/signals-trace');
  install('bash', { file });
  t.equal(readFileSync(file, 'utf8'), SCRIPTS.bash);
  writeFileSync(path.join(folder, 'file'), '');
  t.throws(
    () => {
      install('zsh', { file: path.join(folder, 'file/x') });
    },
    { code: 'cannot_write' },
  );
  t.end();
});
