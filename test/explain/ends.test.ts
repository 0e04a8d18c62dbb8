import t from 'tap';

import { senderOf } from '../../src/explain/ends.js';
import { Described } from '../../src/identity/description.js';

void t.test('a sender is a process, nobody, or not known', (t) => {
  const process = { pid: 1, tid: 1, comm: 'init' };
  const target = new Described(process);
  t.equal(senderOf({ sender: new Described(process), target }), process);
  t.equal(senderOf({ sender: null, target }), null);
  t.equal(senderOf({ sender: undefined, target }), undefined);
  t.end();
});
