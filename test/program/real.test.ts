// Whether the real bpftrace takes the programs: each is loaded, ticks once, and is stopped.
// BPFTRACE=path tries another one than the first on PATH.
import t, { type Test } from 'tap';

import { cutTypes } from '../../src/bpftrace/cut-types.js';
import { atLeast, findBpftrace } from '../../src/bpftrace/find.js';
import { readKernelTypes } from '../../src/bpftrace/kernel-types.js';
import { launch } from '../../src/bpftrace/launch.js';
import { type Filter, TRACE_ALL, type Who } from '../../src/filter/filter.js';
import { readHost } from '../../src/host/host.js';
import { candidatesFor } from '../../src/plan/candidates.js';
import { mayCutTypes } from '../../src/plan/programs.js';
import { HEADS } from '../../src/program/heads.js';
import { type Details, renderProgram } from '../../src/program/program.js';
import { kindOf, PROBE_KINDS, type Variant } from '../../src/program/variants.js';
import { RESULTS } from '../../src/signals/results.js';
import { cannotTrace } from '../support/needs.js';

const pid = (pid: number): Who => ({ kind: 'pid', pid });
const name = (name: string): Who => ({ kind: 'name', name });
const command: Who = { kind: 'command', pattern: /worker/ };

const HOSTILE = [
  `"'\`$1 {}/*`,
  'a\nb\r\t\x1b[0m\x7f',
  '\\',
  '\\n\\x41\\101',
  '100%s%n',
  '") == 1 || ("',
  'grü-日本🦊',
  '123456789012345',
  ' ',
].map(name);

const FILTERS: Record<string, Partial<Filter>> = {
  everything: {},
  'named signals': { signals: { except: false, numbers: [15, 23, 34, 64] } },
  'one signal': { signals: { except: false, numbers: [9] } },
  'all but some signals': { signals: { except: true, numbers: [17, 28] } },
  'pids and command lines': {
    from: [pid(1), pid(4_194_303)],
    to: [pid(1), command],
    either: [pid(2), pid(3)],
  },
  'hostile names': { from: HOSTILE, to: HOSTILE.slice(0, 4), either: HOSTILE.slice(4) },
  'users and results': { fromUsers: [0, 4_294_967_295], toUsers: [0, 1000], results: RESULTS },
  'no noise': { hideNoise: true },
  'no noise but what is named': {
    hideNoise: true,
    signals: { except: false, numbers: [14, 17, 18, 23, 28] },
  },
  'the tracer too': { withSelf: true },
  'either user': { users: [0, 4_294_967_295] },
  'codes of every kind': { codes: ['SEGV_MAPERR', 'SI_USER', 'POLL_IN', 'SI_TKILL', -2, 128] },
  'what is asked later': {
    fromUnits: ['nginx'],
    toUnits: ['nginx.service'],
    fromContainers: ['12ab'],
    toContainers: ['12ab'],
    toPods: ['12345678-1234-1234-1234-123456789abc'],
    origins: { except: false, names: ['kill', 'oom'] },
  },
  'many at once': {
    signals: { except: true, numbers: Array.from({ length: 30 }, (_, i) => 33 + i) },
    from: [...Array.from({ length: 10 }, (_, i) => pid(100 + i)), ...HOSTILE],
    to: Array.from({ length: 10 }, (_, i) => name(`worker-${i}`)),
    fromUsers: Array.from({ length: 10 }, (_, i) => i),
    toUsers: Array.from({ length: 10 }, (_, i) => i),
    users: Array.from({ length: 10 }, (_, i) => i),
    codes: Array.from({ length: 10 }, (_, i) => -i),
    results: RESULTS.slice(0, 4),
    hideNoise: true,
    withSelf: true,
  },
};
/** Of an empty probe; `early` says why no program with one comes as far as to be loaded. */
interface Refusal {
  readonly stderrTail: readonly string[];
  readonly early: string | false;
}

const MANY_CPUS = 256;
const ALL: Details = { arguments: true, stacks: true, attempts: true };
/** Those that reach into the probes of attempts, which take long to compile. */
const ATTEMPTED = ['named signals', 'hostile names', 'many at once'];
/** Those that make the most of what probes of other kinds spell otherwise; all would take long. */
const BY_OTHERS = ['hostile names', 'many at once'];
const DETAILS: Record<string, Details> = {
  'no command lines': { ...ALL, arguments: false },
  lean: { arguments: false, stacks: false, attempts: false },
};

// Some forty programs, of which each takes seconds to compile.
t.setTimeout(900_000);

void t.test('real bpftrace takes', { skip: cannotTrace, timeout: 0 }, async (t) => {
  const bpftrace = await findBpftrace(process.env['BPFTRACE']);
  const host = readHost();
  const kernel = readKernelTypes();
  const typed = host.btf && atLeast(bpftrace, 12);
  const steps = PROBE_KINDS.flatMap((kind) =>
    candidatesFor(kind, {
      typed,
      ownPids: false,
      noTracepoints: false,
      raw: true,
      realtime: false,
    }),
  );
  t.comment(`bpftrace ${bpftrace.version}`);

  // As a trace has them, and compiled in half the time.
  const typesFor = (variant: Variant, text: string) =>
    mayCutTypes(variant, bpftrace) ? cutTypes(kernel, text) : undefined;
  const takes = (
    what: string,
    text: string,
    variant: Variant,
    refusal: Refusal | undefined,
    types?: Uint8Array,
  ) => {
    void t.test(what, { skip: refusal?.early ?? false, buffered: true }, async (t) => {
      const { ticks, status, stderrTail } = await tryOut(t, text, variant, types);
      if (refusal !== undefined) {
        t.strictSame(stderrTail, refusal.stderrTail, 'nothing but the attaching is refused');
        return;
      }
      t.strictSame({ ticks, status }, { ticks: true, status: 0 }, 'ticks, then ends', {
        stderrTail,
      });
    });
  };

  // Each keeps one processor busy.
  t.jobs = 2;
  for (const step of steps) {
    const { variant, tracksOutcomes } = step;
    const name = variant === 'core' || tracksOutcomes ? variant : `${variant} alone`;
    const refusal = kindOf(variant) === 'tracepoint' ? undefined : await refused(t, variant);
    const ofTracepoint = kindOf(variant) === 'tracepoint';
    for (const [what, filter] of Object.entries(FILTERS)) {
      if (!ofTracepoint && !BY_OTHERS.includes(what)) continue;
      const details = { ...ALL, attempts: ATTEMPTED.includes(what) };
      const text = renderProgram({ ...TRACE_ALL, ...filter }, step, host, details);
      const types = what === 'everything' ? undefined : typesFor(variant, text);
      takes(`${name}: ${what}`, text, variant, refusal, types);
    }
    if (!ofTracepoint) continue;
    const many = { ...host, possibleCpus: MANY_CPUS };
    const large = renderProgram({ ...TRACE_ALL, hideNoise: true }, step, many, ALL);
    takes(`${name}: on ${MANY_CPUS} CPUs`, large, variant, refusal, typesFor(variant, large));
    for (const [what, details] of Object.entries(variant === 'core' ? {} : DETAILS)) {
      const text = renderProgram(TRACE_ALL, step, host, details);
      takes(`${name}: ${what}`, text, variant, refusal, typesFor(variant, text));
    }
    const elsewhere = { ...host, arch: 'arm64', audit: false, pidNamespace: 4_026_532_000 };
    const text = renderProgram(TRACE_ALL, step, elsewhere, ALL);
    takes(`${name}: elsewhere`, text, variant, refusal, typesFor(variant, text));
  }

  /** What is said where not even an empty probe of this kind can be attached here. */
  async function refused(t: Test, variant: Variant): Promise<Refusal | undefined> {
    const attach = variant === 'core' ? HEADS.full.attach : HEADS[variant].attach;
    const empty = `${attach} { @ = 1; } interval:ms:50 { printf("t|"); }`;
    const { ticks, stderrTail } = await tryOut(t, empty, variant);
    if (ticks) return undefined;
    const words = stderrTail.join(' ');
    t.comment(`${attach} is refused: ${words}`);
    return { stderrTail, early: !/Error attaching/.test(words) && `no ${attach} here` };
  }

  async function tryOut(t: Test, program: string, variant: Variant, types?: Uint8Array) {
    const functions = kindOf(variant) !== 'tracepoint';
    const options = { bpftrace, program, types, functions, bufferPages: 64, sudo: false };
    const run = launch({ ...options, onSkips: () => {} });
    t.teardown(async () => {
      run.send('kill');
      await run.ended;
    });
    let ticks = false;
    let printed = '';
    run.output.setEncoding('latin1').on('data', (text: string) => {
      if (ticks) return;
      printed += text;
      ticks = printed.includes('"t|');
      if (ticks) run.send('stop');
    });
    const { status, stderrTail } = await run.ended;
    return { ticks, status, stderrTail: stderrTail };
  }
});
