import t from 'tap';

import { definitions } from '../../src/program/constants.js';

void t.test('only the numbers that a text names are defined', (t) => {
  t.equal(
    definitions('$sig == SIGTERM && $x & PID_MASK'),
    '#define SIGTERM 15\n#define PID_MASK 4194303\n',
  );
  t.equal(definitions('SIGTERMS'), '');
  t.end();
});
