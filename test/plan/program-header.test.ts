import t from 'tap';

import { type CandidateHost, candidatesFor } from '../../src/plan/candidates.js';
import { programHeader } from '../../src/plan/program-header.js';
import type { ProbeChoice } from '../../src/program/variants.js';

interface Case {
  readonly probe?: ProbeChoice;
  readonly minor?: number;
  readonly btf?: boolean;
  readonly realtime?: boolean;
  readonly noTracepoints?: boolean;
}

function headers(asked: Case): string[] {
  const { probe = 'auto', minor = 23, btf = true, realtime = false, noTracepoints = false } = asked;
  const facts: CandidateHost = {
    typed: btf && minor >= 12,
    ownPids: false,
    noTracepoints,
    raw: minor >= 23,
    realtime,
  };
  const [first, ...others] = candidatesFor(probe, facts).map((candidate) => ({
    ...candidate,
    text: '',
    skips: 'counts' as const,
    cutsTypes: false,
    types: undefined,
  }));
  if (first === undefined) throw new Error('no candidate');
  const plan = {
    probe,
    programs: [first, ...others] as const,
    bpftrace: { path: '/usr/bin/bpftrace', version: `0.${minor}.1`, major: 0, minor },
    host: {
      btf,
      kernel: '6.12.0',
      realtime,
      root: true,
      tracing: noTracepoints ? undefined : '/sys/kernel/tracing',
    },
  };
  return plan.programs.map((program) => programHeader(plan, program));
}

void t.test('a header is comment lines: which of how many, what it sees, why', (t) => {
  const [first, second, ...others] = headers({});
  t.equal(
    first,
    `// Program 1 of 6: rawtracepoint.
// Sees signals by: raw tracepoint signal_generate; it also runs inside other BPF programs; with outcomes.
// Why: it is the richest program, and this bpftrace can run it.
// Made for bpftrace 0.23.1 on Linux 6.12.0.
`,
  );
  t.match(
    second,
    /^\/\/ Program 2 of 6: full\.\n[^]*\/\/ When: bpftrace or the kernel refuses program 1,/,
  );
  t.match(others.at(-1), /^\/\/ Program 6 of 6: kprobe\.\n[^]*only signals that the kernel queues/);
  t.match(others.at(-1), /\/\/ When: program 5 cannot run here, for any reason\.\n/);
  t.end();
});

const WHY: readonly [asked: Case, why: RegExp][] = [
  [
    { minor: 17 },
    /: full\.\n[^]*Why: rawtracepoint is richer, and needs bpftrace 0\.23; this is 0\.17\.1/,
  ],
  [{ minor: 11 }, /: core\.\n[^]*Why: bpftrace 0\.11\.1 cannot read the kernel's types/],
  [{ btf: false }, /: core\.\n[^]*Why: this host has no kernel types/],
  [{ realtime: true }, /: full\.\n[^]*Why: [^\n]* real-time kernel\./],
  [{ noTracepoints: true }, /: full\.\n[^]*Why: [^\n]* tracefs, which is not visible/],
  [{ probe: 'kprobe' }, /: kprobe\.\n[^]*Why: --probe kprobe asks/],
];

for (const [asked, why] of WHY) {
  void t.test(`why the first program is it: ${JSON.stringify(asked)}`, (t) => {
    t.match(headers(asked)[0], why);
    t.end();
  });
}
