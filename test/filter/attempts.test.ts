import t from 'tap';

import { attempts } from '../../src/filter/attempts.js';
import { FILTER_OPTIONS, LISTED_OPTIONS } from '../../src/filter/options.js';

void t.test('--attempts is a switch that help lists, and no part of a filter', (t) => {
  t.match(attempts.flags, [{ name: 'attempts', takes: 'switch', help: /slows all system calls/ }]);
  t.ok(LISTED_OPTIONS.includes(attempts));
  t.notOk((FILTER_OPTIONS as readonly unknown[]).includes(attempts));
  t.end();
});
