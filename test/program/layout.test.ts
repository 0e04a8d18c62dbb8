import t from 'tap';

import { layOut } from '../../src/program/layout.js';

void t.test('lines are indented as they nest, and empty ones only part probes', (t) => {
  t.equal(
    layOut('a\n{\n\nif (x) {\ny;\n}\n}\n\n\nb\n{ z; }'),
    'a\n{\n  if (x) {\n    y;\n  }\n}\n\nb\n{ z; }\n',
  );
  t.end();
});

void t.test('long lines break behind an operator, outside of literals', (t) => {
  const literal = `"${'a && '.repeat(20)}"`;
  const lines = layOut(`if ($x == ${literal} && ${'$y == 1 && '.repeat(10)}$z == 2) {\n}`).split(
    '\n',
  );
  t.ok(lines.length > 3);
  t.ok(lines[0]?.includes(literal));
  t.match(lines[0], /&&$/);
  t.match(lines[1], /^ {4}\S/);
  t.end();
});
