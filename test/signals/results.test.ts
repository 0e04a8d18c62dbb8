import t from 'tap';

import { resultName, RESULTS } from '../../src/signals/results.js';

t.equal(RESULTS[4], 'lose_info');
t.equal(resultName(4), 'lose_info');
for (const result of [-1, 5, 0.5]) t.throws(() => resultName(result), RangeError, `${result}`);
