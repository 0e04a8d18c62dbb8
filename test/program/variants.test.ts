import t from 'tap';

import {
  isPreemptible,
  kindOf,
  needsNoTracefs,
  seesQueuedOnly,
  type Variant,
} from '../../src/program/variants.js';

const VARIANTS: readonly Variant[] = ['full', 'core', 'rawtracepoint', 'fentry', 'kprobe'];

void t.test('fentry and kprobe see queued signals only', (t) => {
  t.strictSame(VARIANTS.filter(seesQueuedOnly), ['fentry', 'kprobe']);
  t.end();
});

void t.test('tracepoints and kprobes are not preempted', (t) => {
  t.strictSame(VARIANTS.filter(isPreemptible), ['rawtracepoint', 'fentry']);
  t.end();
});

void t.test('full and core are variants of the tracepoint', (t) => {
  const kinds = ['tracepoint', 'tracepoint', 'rawtracepoint', 'fentry', 'kprobe'];
  t.strictSame(VARIANTS.map(kindOf), kinds);
  t.end();
});

void t.test('programs without outcomes need no tracefs, except core', (t) => {
  const without = (tracksOutcomes: boolean) =>
    VARIANTS.filter((variant) => needsNoTracefs({ variant, tracksOutcomes }));
  t.strictSame(without(true), []);
  t.strictSame(without(false), ['full', 'rawtracepoint', 'fentry', 'kprobe']);
  t.end();
});
