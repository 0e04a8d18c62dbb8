import t from 'tap';

import { seesQueuedOnly } from '../../src/filter/variant.js';
import { VARIANTS } from '../support/filter-option.js';

t.same(VARIANTS.filter(seesQueuedOnly), ['fentry', 'kprobe']);
