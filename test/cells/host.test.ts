// Other versions of bpftrace on this kernel. Not among the tests that run by default:
// ./scripts/test --cells.
import { testCells, TRUTH } from '../support/cells.js';

testCells({
  'bpftrace 0.17': { kernel: 'host', roots: ['bookworm'], kinds: ['tracepoint'] },
  'bpftrace 0.23 and 0.27, which tell every signal as truly': {
    kernel: 'host',
    roots: ['trixie', 'forky'],
    tests: ['--jobs=1', ...TRUTH],
  },
});
