// bpftrace 0.11 has the core program alone, which counts every signal of this kernel: no other test
// may send any meanwhile. Not among the tests that run by default: ./scripts/test --cells.
import { testCells } from '../support/cells.js';

testCells({
  'bpftrace 0.11, which ends and fails as cleanly': {
    kernel: 'host',
    roots: ['bullseye'],
    tests: ['--jobs=1', 'test/live/life-end.test.ts', 'test/live/life-failures.test.ts'],
  },
});
