import t from 'tap';

import { ZSH_SCRIPT, zshReply } from '../../../src/cli/completion/zsh.js';

void t.test('a line a word, with what it says', (t) => {
  t.equal(
    zshReply([{ word: '882', about: 'evil\u001B[2J\tx' }, { word: 'TERM' }]),
    'words\n882\tevil\\x1b[2J\\x09x\nTERM\n',
  );
  t.equal(zshReply('paths'), 'paths\n');
  t.match(ZSH_SCRIPT, /^#compdef signals-trace\n/);
  t.end();
});
