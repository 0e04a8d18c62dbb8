import stringWidth from 'string-width';
import t from 'tap';

import { commandText } from '../../src/outputs/command-text.js';
import { shellLine } from '../../src/shell-line.js';

void t.test('what fits is whole, and harmless', (t) => {
  t.equal(commandText("nginx -g 'daemon off;'", 22), "nginx -g 'daemon off;'");
  t.equal(commandText("echo 'a\n\u001B[2J'", 80), "echo 'a\\x0a\\x1b[2J'");
  t.end();
});

void t.test('a cut closes the quotes that it falls into', (t) => {
  t.equal(commandText("nginx -g 'daemon off;'", 21), "nginx -g 'daemon of…'");
  t.equal(commandText("a 'b c' ddd", 10), "a 'b c' d…");
  const line = shellLine(['a', "it's", "'", "a\\'b", 'c d', "\\'", '日本 語', "''"]);
  for (let columns = 2; columns < stringWidth(line); columns++) {
    const text = commandText(line, columns);
    t.ok(stringWidth(text) <= columns, text);
    t.match(text, /^(?:[^'\\]|\\.|'[^']*')*$/u, text);
    t.match(text, '…', text);
  }
  t.end();
});
