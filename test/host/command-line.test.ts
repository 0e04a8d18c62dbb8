import t from 'tap';

import { commandLine } from '../../src/host/command-line.js';

const line = (text: string, length = text.length) => commandLine(Buffer.from(text), length);

void t.test('arguments, each ended by a NUL', (t) => {
  t.strictSame(line('a\0b c\0'), { args: ['a', 'b c'], truncated: false });
  t.strictSame(line('a\0\0b\0'), { args: ['a', '', 'b'], truncated: false });
  t.strictSame(line('title\0\0\0\0'), { args: ['title'], truncated: false });
  t.strictSame(line('abc', 10), { args: ['abc'], truncated: true });
  t.strictSame(line('nginx: master', 9), { args: ['nginx: ma'], truncated: true }, 'a long title');
  t.strictSame(line('\0'), { args: [''], truncated: false }, 'an empty argument');
  t.end();
});

void t.test('unreadable memory is zeros', (t) => {
  t.equal(line('\0\0'), undefined);
  t.equal(line(`a${'\0'.repeat(16)}b`), undefined);
  t.end();
});
