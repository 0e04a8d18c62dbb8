import t from 'tap';

import { type CandidateHost, candidatesFor } from '../../src/plan/candidates.js';
import {
  type Candidate,
  isPreemptible,
  kindOf,
  PROBE_CHOICES,
  PROBE_KINDS,
} from '../../src/program/variants.js';

const HOST: CandidateHost = {
  typed: true,
  ownPids: false,
  noTracepoints: false,
  raw: true,
  realtime: false,
};

/** `full`, `kprobe alone` and so on. */
function names(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ variant, tracksOutcomes }) =>
    tracksOutcomes || variant === 'core' ? variant : `${variant} alone`,
  );
}

void t.test('from the richest to the simplest', (t) => {
  const standIns = ['rawtracepoint alone', 'fentry alone', 'kprobe alone'];
  const cases: [(typeof PROBE_CHOICES)[number], Partial<CandidateHost>, string[]][] = [
    ['auto', {}, ['rawtracepoint', 'full', 'core', ...standIns]],
    ['auto', { raw: false }, ['full', 'core', ...standIns]],
    ['auto', { realtime: true }, ['full', 'core', 'kprobe alone']],
    ['auto', { noTracepoints: true }, ['full', ...standIns]],
    ['auto', { ownPids: true }, ['rawtracepoint', 'full', ...standIns]],
    ['auto', { typed: false }, ['core']],
    ['tracepoint', {}, ['full', 'core']],
    ['tracepoint', { noTracepoints: true }, ['full']],
    ['tracepoint', { typed: false, noTracepoints: true }, ['core']],
    ['rawtracepoint', {}, ['rawtracepoint', 'rawtracepoint alone']],
    ['fentry', {}, ['fentry', 'fentry alone']],
    ['kprobe', { noTracepoints: true }, ['kprobe alone']],
    ['kprobe', { typed: false }, []],
    ['rawtracepoint', { realtime: true }, []],
  ];
  for (const [asked, host, expected] of cases) {
    const found = names(candidatesFor(asked, { ...HOST, ...host }));
    t.strictSame(found, expected, `${asked} ${JSON.stringify(host)}`);
  }
  t.end();
});

void t.test('a request for one kind gets no other kind', (t) => {
  for (const kind of PROBE_KINDS) {
    for (const { variant } of candidatesFor(kind, HOST)) t.equal(kindOf(variant), kind);
  }
  t.end();
});

void t.test('a real-time kernel gets no program that other tasks may preempt', (t) => {
  for (const kind of PROBE_KINDS) {
    for (const { variant } of candidatesFor(kind, { ...HOST, realtime: true }))
      t.notOk(isPreemptible(variant));
  }
  t.end();
});
