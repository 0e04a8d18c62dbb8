// Other versions of bpftrace on this kernel. Not among the tests that run by default:
// ./scripts/test --cells.
import { spawnSync } from 'node:child_process';

import { type Cells, testCells, TRUTH } from '../support/cells.js';

const OLD: Cells = { kernel: 'host', roots: ['bookworm'], kinds: ['tracepoint'] };
const host = spawnSync('bpftrace', ['--version'], { encoding: 'utf8' });

testCells({
  // Where the host has this version, every live test tries it.
  ...(/ v0\.17\./.test(host.stdout) ? {} : { 'bpftrace 0.17': OLD }),
  'bpftrace 0.23 and 0.27, which tell every signal as truly': {
    kernel: 'host',
    roots: ['trixie', 'forky'],
    tests: ['--jobs=1', ...TRUTH],
  },
});
