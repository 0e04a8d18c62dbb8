// Writes the man page into dist/, as it is shipped.
import { writeFileSync } from 'node:fs';

import { manPage } from '../src/cli/man-page.js';
import { version } from '../src/version.js';

writeFileSync(new URL('../dist/signals-trace.1', import.meta.url), manPage(version));
