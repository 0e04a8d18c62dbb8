// Other kernels, under qemu. Not among the tests that run by default: ./scripts/test --cells.
import { testCells } from '../support/cells.js';

testCells({
  'Linux 7.x': {
    kernel: '7.x',
    roots: ['forky'],
    kinds: ['rawtracepoint', 'tracepoint', 'fentry', 'kprobe'],
  },
  'Linux 5.10': { kernel: '5.10', roots: ['bookworm'], kinds: ['tracepoint', 'kprobe'] },
  'Linux 6.1 with cgroup v1': {
    kernel: '6.1',
    roots: ['bookworm'],
    cgroups: 'v1',
    tests: ['test/live/origins-limits.test.ts'],
  },
  'Linux 6.12, by a clock that was set and has slept': {
    kernel: '6.12',
    roots: ['trixie'],
    steady: true,
    tests: ['test/within-cells/clock.test.ts'],
  },
});
