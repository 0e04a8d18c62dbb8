import t from 'tap';

import { key, MAPS } from '../../src/program/key.js';
import { LONGEST } from '../../src/program/layout.js';

void t.test('the key describes what the program uses, and nothing else', (t) => {
  const text = key('Title.', '@total[cpu] = 1; printf("x|%d", 1);', false);
  t.match(text, /^\/\/ Title\.\n/);
  t.match(text, '@total: by CPU');
  t.notMatch(text, '@exited');
  t.match(text, /^\/\/ {3}x {2}.*pid/m);
  t.notMatch(text, /^\/\/ {3}s {2}/m);
  t.end();
});

void t.test('no line is too long', (t) => {
  const all = `${Object.keys(MAPS).join(' ')} ${Array.from('sdxfwpatc')
    .map((c) => `printf("${c}|`)
    .join()}`;
  for (const line of key('Title.', all, false).split('\n')) t.ok(line.length <= LONGEST, line);
  t.end();
});
