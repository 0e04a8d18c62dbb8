import t from 'tap';

import { OUTCOME_MEANINGS } from '../../src/outputs/outcome-words.js';
import { documentAt } from '../support/documents.js';

void t.test('README names each word', (t) => {
  const { text } = documentAt('README.md');
  for (const word of Object.keys(OUTCOME_MEANINGS)) t.match(text, `\`${word}\``);
  t.end();
});
