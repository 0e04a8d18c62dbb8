import t from 'tap';

import { RESULTS } from '../../src/signals/results.js';

t.equal(RESULTS[4], 'lose_info');
