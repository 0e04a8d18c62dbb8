import t from 'tap';

import { formatFor } from '../src/cli/output-formats.js';
import { TRACE_ALL } from '../src/filter/filter.js';
import { blocks, documentAt } from './support/documents.js';

const README = documentAt('README.md');

void t.test('the table that it shows is the one that is printed', (t) => {
  const [sample = ''] = blocks(README, '');
  t.equal(`${sample.split('\n')[0] ?? ''}\n`, formatFor('table', TRACE_ALL).head);
  t.end();
});

void t.test('it can be read at one sitting', (t) => {
  t.ok(README.text.split('\n').length <= 251, 'it has 250 lines at most');
  t.end();
});
