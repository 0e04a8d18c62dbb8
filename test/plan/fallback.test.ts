import t from 'tap';

import type { Diagnosis } from '../../src/bpftrace/diagnose.js';
import { type ErrorCode, SignalsTraceError } from '../../src/errors.js';
import { candidatesFor } from '../../src/plan/candidates.js';
import { nextProgram, type ProbeFallback } from '../../src/plan/fallback.js';
import type { ProbeChoice } from '../../src/program/variants.js';

function fallbackOf(probe: ProbeChoice): ProbeFallback {
  const candidates = candidatesFor(probe, {
    typed: true,
    ownPids: false,
    noTracepoints: false,
    raw: true,
    realtime: false,
  });
  const [first, ...others] = candidates.map((one) => ({ ...one, cutsTypes: false }));
  if (first === undefined) throw new Error('no candidate');
  return { probe, programs: [first, ...others] };
}

function failure(code?: ErrorCode): Diagnosis {
  const fatal = code && new SignalsTraceError(code, 'it said so', 'mend it');
  return { reason: 'it ended', rejected: code === 'program_rejected', fatal };
}

void t.test('what is refused makes room for what is simpler', (t) => {
  const auto = fallbackOf('auto');
  for (const code of ['program_rejected', 'no_tracepoint'] as const) {
    t.match(nextProgram(auto, 0, failure(code)), {
      tryNext: true,
      standIn: false,
      unfit: { code },
    });
  }
  for (const attempt of [1, 2]) {
    t.match(nextProgram(auto, attempt, failure('program_rejected')), {
      tryNext: true,
      standIn: false,
    });
  }
  t.end();
});

void t.test('what no other program would mend ends it', (t) => {
  for (const code of ['no_permission', 'lockdown', 'bpftrace_not_found'] as const) {
    t.match(nextProgram(fallbackOf('auto'), 0, failure(code)), { tryNext: false, unfit: { code } });
  }
  t.match(nextProgram(fallbackOf('auto'), 0, failure()), { tryNext: false, unfit: undefined });
  t.end();
});

void t.test('a stand-in that is refused, for whatever reason, is not the cause', (t) => {
  const auto = fallbackOf('auto');
  t.match(nextProgram(auto, 3, failure('no_permission')), { tryNext: true, standIn: true });
  t.match(nextProgram(auto, 5, failure('program_rejected')), { tryNext: false, standIn: true });
  t.end();
});

void t.test('a program that is refused with some of the types is tried with all of them', (t) => {
  const { probe, programs } = fallbackOf('tracepoint');
  const cut: ProbeFallback = {
    probe,
    programs: [{ ...programs[0], cutsTypes: true }, ...programs],
  };
  t.match(nextProgram(cut, 0, failure('program_rejected')), { tryNext: true, standIn: true });
  t.match(nextProgram(cut, 0, failure('no_permission')), {
    tryNext: false,
    standIn: false,
    unfit: { code: 'no_permission' },
  });
  t.match(nextProgram(cut, 1, failure('program_rejected')), { tryNext: true, standIn: false });
  t.end();
});

void t.test('the one kind that was asked for is said to be refused', (t) => {
  const kprobe = fallbackOf('kprobe');
  t.match(nextProgram(kprobe, 0, failure('program_rejected')), { tryNext: true, standIn: false });
  t.match(nextProgram(kprobe, 1, failure('program_rejected')), {
    tryNext: false,
    unfit: {
      code: 'probe_refused',
      exitCode: 3,
      message: 'The probe kprobe is not available here: it said so',
      hint: /--probe/,
    },
  });
  t.match(nextProgram(kprobe, 1, failure('no_tracepoint')), {
    unfit: { code: 'probe_refused', hint: 'mend it' },
  });
  t.match(nextProgram(kprobe, 1, failure('no_permission')), { unfit: { code: 'no_permission' } });
  t.match(nextProgram(fallbackOf('tracepoint'), 1, failure('program_rejected')), {
    tryNext: false,
    unfit: { code: 'program_rejected' },
  });
  t.end();
});
