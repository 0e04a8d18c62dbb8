import t from 'tap';

import {
  type Candidate,
  type CandidateHost,
  candidatesFor,
  isPreemptible,
  kindOf,
  PROBE_CHOICES,
  PROBE_KINDS,
  seesQueuedOnly,
} from '../../src/program/variants.js';

const HOST: CandidateHost = {
  typed: true,
  ownPids: false,
  noTracepoints: false,
  raw: true,
  realtime: false,
};

/** `full`, `kprobe alone` and so on. */
function names(steps: readonly Candidate[]): string[] {
  return steps.map(({ variant, tracksOutcomes }) =>
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

void t.test('who asks for one kind gets no other', (t) => {
  for (const kind of PROBE_KINDS) {
    for (const { variant } of candidatesFor(kind, HOST)) t.equal(kindOf(variant), kind);
  }
  t.end();
});

void t.test('on a real-time kernel, nothing that others may run amid', (t) => {
  for (const kind of PROBE_KINDS) {
    for (const { variant } of candidatesFor(kind, { ...HOST, realtime: true }))
      t.notOk(isPreemptible(variant));
  }
  t.end();
});

void t.test('what sees queued signals alone is partial', (t) => {
  t.strictSame(
    (['full', 'core', 'rawtracepoint', 'fentry', 'kprobe'] as const).filter(seesQueuedOnly),
    ['fentry', 'kprobe'],
  );
  t.end();
});
