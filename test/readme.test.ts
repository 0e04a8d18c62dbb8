import t from 'tap';

import { formatFor } from '../src/cli/output-formats.js';
import { blocks, documentAt } from './support/documents.js';

const README = documentAt('README.md');

void t.test('the table that it shows is the one that is printed', (t) => {
  const [sample = ''] = blocks(README, '');
  t.equal(`${sample.split('\n')[0] ?? ''}\n`, formatFor('table').head);
  t.end();
});

void t.test('it can be read at one sitting', (t) => {
  t.ok(README.text.split('\n').length <= 251, 'it has 250 lines at most');
  t.end();
});
