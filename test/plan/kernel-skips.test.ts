import t from 'tap';

import { kernelSkips, skippedEvents } from '../../src/plan/kernel-skips.js';

// By origins-bpf.test.ts, whose signal is sent from within a program: not told and not counted by the
// tracepoint of Linux 6.1, counted by that of 6.12 and newer.
for (const [release, tracepoint, rawtracepoint, fentry] of [
  ['5.10.0-32-cloud-amd64', 'silence', 'none', 'silence'],
  ['5.12.0', 'silence', 'counts', 'counts'],
  ['6.1.0-50-cloud-amd64', 'silence', 'counts', 'counts'],
  ['6.6.99', 'silence', 'counts', 'counts'],
  ['6.7', 'counts', 'counts', 'counts'],
  ['6.12.117+deb13-cloud-amd64', 'counts', 'counts', 'counts'],
  ['7.3.4+deb13-cloud-amd64', 'counts', 'counts', 'counts'],
] as const) {
  void t.test(release, (t) => {
    t.equal(kernelSkips('full', release), tracepoint);
    t.equal(kernelSkips('core', release), tracepoint);
    t.equal(kernelSkips('kprobe', release), tracepoint);
    t.equal(kernelSkips('rawtracepoint', release), rawtracepoint);
    t.equal(kernelSkips('fentry', release), fentry);
    t.end();
  });
}

void t.test('a tracepoint that misses an event skips two programs of it', (t) => {
  t.equal(skippedEvents('full', { together: 12, alone: 0 }), 6);
  t.equal(skippedEvents('full', { together: 13, alone: 0 }), 7, 'one was counted in between');
  t.equal(skippedEvents('core', { together: 12, alone: 0 }), 12);
  t.equal(skippedEvents('rawtracepoint', { together: 4, alone: 3 }), 5);
  t.end();
});
