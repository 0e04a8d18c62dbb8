import t from 'tap';

import { quote } from '../../src/filter/quote.js';

t.equal(quote('a"\n\u001B[2J'), '"a\\"\\n\\u001b[2J"');
t.equal(quote('x'.repeat(61)), `"${'x'.repeat(60)}…"`);
t.equal(quote('x'.repeat(60)), `"${'x'.repeat(60)}"`);
