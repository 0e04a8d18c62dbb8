import t from 'tap';

import { fill, fragment } from '../../src/program/fragments.js';

void t.test('a fragment comes without its head comment', (t) => {
  t.match(fragment('task'), /^ {2}\$task = /);
  t.end();
});

void t.test('a place without a value is a fault', (t) => {
  t.equal(fill('{{a}} + {{b}}', { a: '1', b: '2' }), '1 + 2');
  t.throws(() => fill('{{a}}', {}, 'x.bt'), { message: 'x.bt asks for {{a}}, which has no value' });
  t.end();
});
