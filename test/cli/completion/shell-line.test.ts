import t from 'tap';

import { shellLine } from '../../../src/cli/completion/shell-line.js';

void t.test('words as bash splits them, and the open quote', (t) => {
  const cases: [string, readonly string[], string][] = [
    ['st -s TE', ['st', '-s', 'TE'], ''],
    ['st ', ['st', ''], ''],
    ["st -s '!TE", ['st', '-s', '!TE'], "'"],
    ['st \'a b\'c "d\\"e', ['st', 'a bc', 'd"e'], '"'],
    [String.raw`st Web\ Con`, ['st', 'Web Con'], ''],
    ["st '' x", ['st', '', 'x'], ''],
    [String.raw`st 'a\b' c\ `, ['st', String.raw`a\b`, 'c '], ''],
    ['', [''], ''],
  ];
  for (const [line, words, quote] of cases) t.strictSame(shellLine(line), { words, quote }, line);
  t.end();
});
