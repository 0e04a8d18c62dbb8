import t from 'tap';

import { Terminal } from '../../src/cli/terminal.js';

function screen(isTTY: boolean) {
  const texts: string[] = [];
  const write = (text: unknown) => texts.push(String(text)) > 0;
  return { terminal: new Terminal({ isTTY, columns: 10, write }), texts };
}

const CLEAR = '\r\u001B[K';

void t.test('on a terminal, a line replaces the progress line', (t) => {
  const { terminal, texts } = screen(true);
  terminal.progress('a\u0007');
  terminal.line('b\u001B[2J\nc');
  terminal.done();
  terminal.aside('d');
  terminal.interrupted();
  t.same(texts, [`${CLEAR}a\\x07`, CLEAR, 'b\\x1b[2J\nc\n', 'd\n', '\n']);
  t.end();
});

void t.test('a sentence is broken between words where the terminal is narrow', (t) => {
  const { terminal, texts } = screen(true);
  terminal.sentence('1 signal shown, 0 lost');
  const { terminal: file, texts: written } = screen(false);
  file.sentence('1 signal shown, 0 lost');
  t.same(texts, ['1 signal\nshown, 0\nlost\n']);
  t.same(written, ['1 signal shown, 0 lost\n']);
  t.end();
});

void t.test('elsewhere only lines are written', (t) => {
  const { terminal, texts } = screen(false);
  terminal.progress('a');
  terminal.aside('b');
  terminal.interrupted();
  terminal.line('c');
  terminal.done();
  t.same(texts, ['c\n']);
  t.end();
});
