import fc from 'fast-check';
import t from 'tap';

import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { LONGEST } from '../../src/program/layout.js';
import { type Details, type ProgramHost, renderProgram } from '../../src/program/program.js';
import type { Variant } from '../../src/program/variants.js';
import { SENDING_CALLS } from '../../src/signals/calls.js';

const VARIANTS: readonly Variant[] = ['full', 'core', 'rawtracepoint', 'fentry', 'kprobe'];

const HOST: ProgramHost = { possibleCpus: 2, arch: 'x64', audit: true, pidNamespace: undefined };
const DETAILS: Details = { arguments: true, stacks: true, attempts: true };

function program(
  asked: Partial<Filter> = {},
  variant: Variant = 'full',
  details: Partial<Details> = {},
  host: Partial<ProgramHost> = {},
  fates = variant !== 'core',
): string {
  return joined(printed(asked, variant, details, host, fates));
}

function printed(
  asked: Partial<Filter> = {},
  variant: Variant = 'full',
  details: Partial<Details> = {},
  host: Partial<ProgramHost> = {},
  fates = variant !== 'core',
): string {
  const filter = { ...TRACE_ALL, ...asked };
  return renderProgram(
    filter,
    { variant, tracksOutcomes: fates },
    { ...HOST, ...host },
    { ...DETAILS, ...details },
  );
}

/** The program with its broken lines made whole. */
function joined(text: string): string {
  return text.replace(/(,|&&|\|\||\?|:)\n +(?=\S)/g, '$1 ');
}

/** The program without what its string literals hold. */
function skeleton(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}

void t.test('every place of a fragment is filled in', (t) => {
  for (const variant of VARIANTS) t.notMatch(program({ hideNoise: true }, variant), /\{\{|\}\}\w/);
  t.end();
});

void t.test('only the full program reads types and the stack', (t) => {
  t.match(program({}, 'full'), /struct task_struct[^]*kstack/);
  t.notMatch(program({}, 'core'), /struct|kstack|curtask/);
  t.end();
});

void t.test('what is hidden is counted, where something is', (t) => {
  for (const variant of VARIANTS) {
    t.match(program({ hideNoise: true }, variant), 'print(@hidden)');
    t.notMatch(program({ hideNoise: false }, variant), 'print(@hidden)');
  }
  t.end();
});

/** What a program prints of its counters, its loops unrolled: first CPU, of how many, counters. */
function totalsOf(text: string): { first: number; of: number; totals: string[] }[] {
  const unrolled = text.replace(/unroll \((\d+)\) \{([^}]*)\}/g, (_, times, body: string) =>
    body.repeat(Number(times)),
  );
  let next = 0;
  const lines: { first: number; of: number; totals: string[] }[] = [];
  const line = /\$first = \(uint64\)0|printf\("(t\|[^"]*)", \$at, \$halted, cpu, (.*)\);/g;
  for (const [, format, told = ''] of unrolled.matchAll(line)) {
    if (format === undefined) {
      next = 0;
      continue;
    }
    t.equal(format.split('%').length - 1, 3 + told.split(', ').length, 'a value for each');
    const [, first = '', of = ''] = /\|([^|]*)\/(\d+)\|/.exec(format) ?? [];
    const from = first === '%lu' ? next : Number(first);
    const totals = told
      .replace(/^\$first, /, '')
      .replaceAll(/\$first(?: \+ \(uint64\)(\d+))?/g, (_, i = '0') => String(from + Number(i)))
      .split(', ');
    lines.push({ first: from, of: Number(of), totals });
    if (first === '%lu') next += totals.filter((total) => total.startsWith('@total')).length;
  }
  return lines;
}

void t.test('a tick tells of every CPU once', (t) => {
  for (const variant of VARIANTS) {
    for (const cpus of [1, 2, 8, 9, 16, 17, 64, 500, 1024]) {
      const lines = totalsOf(program({}, variant, {}, { possibleCpus: cpus }));
      const told = lines.flatMap(({ totals }) => totals).filter((total) => /@total/.test(total));
      const once = Array.from({ length: cpus }, (_, cpu) => `@total[${cpu}]`);
      t.same(told, [...once, ...once], 'by one CPU always, and by those that wrote');
      for (const { first, of, totals } of lines) {
        t.equal(totals[0], `@total[${first}]`);
        t.equal(of, cpus);
      }
    }
  }
  t.end();
});

void t.test('no host has so many CPUs that the program does not fit in an argument', (t) => {
  const longest = 128 * 1024;
  for (const variant of VARIANTS) {
    const text = program({}, variant, {}, { possibleCpus: 4096 });
    t.ok(text.length < longest, `${text.length}`);
  }
  t.end();
});

void t.test('a tick tells of every probe that there is, in their order', (t) => {
  const counted = (text: string) => ({
    probes: /"t\|[^"]*?0\/2\|(\d)/.exec(text)?.[1],
    totals: totalsOf(text)[0]?.totals,
  });
  const of = (...names: string[]) => ({
    probes: String(names.length),
    totals: [0, 1].flatMap((cpu) => names.map((name) => `@${name}[${cpu}]`)),
  });
  t.strictSame(counted(program()), of('total', 'delivered', 'exited', 'attempted'));
  t.strictSame(
    counted(program({}, 'full', { attempts: false })),
    of('total', 'delivered', 'exited'),
  );
  t.strictSame(counted(program({}, 'core')), of('total'));
  t.end();
});

void t.test('system calls are probed where somebody asked for attempts, and can be told', (t) => {
  const calls = (text: string) => [...text.matchAll(/^tracepoint:syscalls:sys_enter_(\w+)$/gm)];
  t.strictSame(
    calls(program()).map(([, call]) => call),
    ['kill', 'tkill', 'tgkill', 'rt_sigqueueinfo', 'rt_tgsigqueueinfo', 'pidfd_send_signal'],
  );
  t.strictSame(calls(program({}, 'full', { attempts: false })), []);
  t.strictSame(calls(program({}, 'core')), []);
  t.end();
});

void t.test('what was not asked for is not read', (t) => {
  t.match(program(), /arg_end/);
  t.notMatch(program({}, 'full', { arguments: false }), /arg_end|uptr/);
  t.match(program(), /\$call >= 0\)/);
  t.match(program({}, 'full', { stacks: false }), /\$call >= 0 \|\| 1 == 1\)/);
  t.match(program(), /loginuid\.val/);
  t.notMatch(program({}, 'full', {}, { audit: false }), /loginuid\.val/);
  t.notMatch(program({}, 'full', {}, { arch: 'arm64' }), /\$registers/);
  t.notMatch(program(), /inum/);
  t.match(program({}, 'full', {}, { pidNamespace: 4026532000 }), /inum == \(uint64\)4026532000/);
  t.end();
});

/** Where a program's probes are attached. */
function attached(text: string): Set<string> {
  return new Set([...text.matchAll(/^(\w+:\w[\w:]*)$/gm)].map(([, attach = '']) => attach));
}

void t.test('signals are seen by the kind of probe that is asked for', (t) => {
  const points: Record<string, string> = {
    full: 'tracepoint:signal:signal_generate',
    core: 'tracepoint:signal:signal_generate',
    rawtracepoint: 'rawtracepoint:signal_generate',
    fentry: 'kfunc:complete_signal',
    kprobe: 'kprobe:complete_signal',
  };
  const others = ['tracepoint:signal:signal_deliver', 'tracepoint:sched:sched_process_exit'];
  const ticks = ['interval:ms:50', 'profile:ms:50'];
  for (const variant of VARIANTS) {
    const own = points[variant] ?? '';
    const alone = program({}, variant, { attempts: true }, {}, false);
    t.strictSame(attached(alone), new Set([own, ...ticks]), `${variant} alone`);
    t.match(/"t\|[^"]*?0\/2\|(\d)/.exec(alone), { 1: '1' }, 'it counts signals alone');
    if (variant === 'core') continue;
    const rich = program({}, variant, { attempts: false });
    t.strictSame(attached(rich), new Set([own, ...others, ...ticks, 'interval:s:3']), variant);
  }
  t.end();
});

void t.test('no program writes in the middle of what another one writes', (t) => {
  for (const variant of VARIANTS) {
    const text = program({ hideNoise: true }, variant, { attempts: true });
    const times = (part: string) => text.split(part).length - 1;
    t.equal(times('@in_probe[cpu] = nsecs + '), times('@in_probe[cpu] = (uint64)0;'), variant);
    const guarded = variant === 'core' ? 0 : 2 + 2 * SENDING_CALLS.length;
    t.equal(times('@in_probe[cpu] = nsecs + '), guarded, variant);
    if (variant === 'core') continue;
    for (const probe of text.split(/^(?=\w+:)/m).filter((probe) => /\bprintf?\(/.test(probe))) {
      t.match(
        probe,
        /@in_probe\[cpu\] (>|<=) nsecs/,
        `${variant}: ${probe.split('\n', 2).join(' ')}`,
      );
    }
  }
  t.end();
});

void t.test('beside the tracepoint no probe reads what only that has', (t) => {
  for (const variant of ['rawtracepoint', 'kprobe'] as const) {
    t.notMatch(program({ hideNoise: true }, variant, {}, {}, false), /args->/);
  }
  const text = program({}, 'fentry', {}, {}, false);
  const read = new Set([...text.matchAll(/args->(\w+)/g)].map(([, field]) => field));
  t.strictSame(read, new Set(['sig', 'p', 'type']));
  t.end();
});

void t.test('units, containers, pods and origins are not for the kernel', (t) => {
  const asked: Partial<Filter> = {
    fromUnits: ['";exit();'],
    toUnits: ['nginx'],
    fromContainers: ['12ab'],
    toContainers: ['12ab'],
    toPods: ['12345678-1234-1234-1234-123456789abc'],
    origins: { except: true, names: ['child'] },
  };
  // Of these signals the kernel's part lets all pass.
  const others = { toUnits: ['sshd'] };
  for (const variant of VARIANTS) t.equal(program(asked, variant), program(others, variant));
  t.end();
});

void t.test('the deliveries of a perf event are seen where nothing else is asked', (t) => {
  t.match(program(), /args->code == TRAP_PERF/);
  t.match(program({ signals: { except: false, numbers: [5] } }), /args->code == TRAP_PERF/);
  t.notMatch(program({ toUnits: ['nginx'] }), /TRAP_PERF/);
  t.notMatch(program({ hideNoise: true }), /TRAP_PERF/);
  t.end();
});

void t.test('the core program has formats that the oldest bpftrace can hold', (t) => {
  const formats = [
    ...program({}, 'core', {}, { possibleCpus: 500 }).matchAll(/printf\("([^"]*)"/g),
  ];
  t.ok(formats.length > 3);
  for (const [, format = ''] of formats) t.ok(format.length <= 63, format);
  t.end();
});

void t.test('no name gets out of its literal', (t) => {
  // Its first bytes are a number too.
  const shape = (text: string) =>
    skeleton(text)
      .replaceAll(/^#define FIRST_.*\n/gm, '')
      .replaceAll(/FIRST_\d\) ==\s+0x[0-9a-f]+/g, 'FIRST) == 0')
      .replaceAll(/\s+/g, ' ');
  const plain = VARIANTS.map((variant) =>
    shape(program({ to: [{ kind: 'name', name: 'x' }] }, variant)),
  );
  const names = fc
    .string({ unit: fc.constantFrom(...Array.from('"\\{}$@\n\r\t;/*%é日a1x')), minLength: 1 })
    .filter((name) => Buffer.byteLength(name) <= 15);
  fc.assert(
    fc.property(names, (name) =>
      VARIANTS.every(
        (variant, i) => shape(program({ to: [{ kind: 'name', name }] }, variant)) === plain[i],
      ),
    ),
  );
  t.end();
});

void t.test('the largest values are rendered', (t) => {
  t.ok(
    program({ from: [{ kind: 'name', name: 'ééééé01234' }], toUsers: [2 ** 32 - 1] }),
    'the largest',
  );
  t.end();
});

void t.test('no line is too long to be read, whatever is asked for', (t) => {
  const many = Array.from({ length: 40 }, (_, i) => ({ kind: 'pid', pid: 4_000_000 + i }) as const);
  const asked: Partial<Filter> = {
    from: many,
    to: [...many, { kind: 'name', name: '"&& || , a' }],
    hideNoise: true,
    fromUsers: [1, 2, 3],
  };
  for (const variant of VARIANTS) {
    for (const possibleCpus of [2, 64]) {
      for (const line of printed(asked, variant, {}, { possibleCpus }).split('\n')) {
        t.ok(line.length <= LONGEST, `${variant}: ${line}`);
      }
    }
  }
  t.end();
});

void t.test('a program is indented as it nests', (t) => {
  for (const variant of VARIANTS) {
    let depth = 0;
    for (const line of skeleton(program({ hideNoise: true }, variant)).split('\n')) {
      const code = line.replace(/\/\/.*/, '');
      if (code.startsWith('}')) t.equal(depth, 1, 'a probe ends at the margin');
      if (/^ *\}/.test(code)) t.equal(code.search(/\S/), 2 * (depth - 1), code);
      depth += code.split('{').length - code.split('}').length;
    }
    t.equal(depth, 0, variant);
  }
  t.end();
});

void t.test('a program begins with a key to its parameters, maps, and lines', (t) => {
  for (const variant of VARIANTS) {
    const text = printed({ hideNoise: true }, variant);
    const [key = ''] = text.split('\n\n', 1);
    t.match(key, /^(\/\/.*\n?)+$/, 'it is all comments');
    const body = text.slice(key.length);
    const maps = new Set(body.match(/@\w+/g));
    for (const map of maps) t.match(key, new RegExp(`[ ;] ${map}: \\w`), `${variant} ${map}`);
    t.strictSame(new Set(key.match(/ @\w+(?=:)/g)).size, maps.size, 'and no other');
    const letters = new Set([...body.matchAll(/printf\("(\w)\|/g)].map(([, letter]) => letter));
    const told = [...key.matchAll(/^\/\/ {3}(\w) {2}/gm)].map(([, letter]) => letter);
    t.strictSame(new Set(told), letters, variant);
  }
  t.end();
});

void t.test(
  'the numbers that a program names are defined, by plain numbers, and no others',
  (t) => {
    for (const variant of VARIANTS) {
      const text = program({ hideNoise: true }, variant);
      const body = text.replace(/\/\/.*|"(?:[^"\\\n]|\\.)*"/g, '');
      const defined = [...body.matchAll(/^#define ([A-Z]\w*) (-?\d+)$/gm)].map(([, name]) => name);
      const named = new Set(body.replace(/^#define.*$/gm, '').match(/\b[A-Z][A-Z_0-9]+\b/g));
      t.strictSame(new Set(defined), named, variant);
    }
    t.end();
  },
);

void t.test('one program tells of processes at all attach points, where bpftrace can', (t) => {
  const points = ['signal:signal_generate', 'signal:signal_deliver', 'sched:sched_process_exit'];
  const calls = SENDING_CALLS.map(({ name }) => `syscalls:sys_exit_${name}`);
  const all = [...points, ...calls].map((point) => `tracepoint:${point}`);
  const shared = program({}, 'full', {}, { sharesBodies: true });
  const bodies = (text: string) => text.split('printf("w|').length - 1;
  t.equal(bodies(shared), 1);
  t.match(shared, `\n${all.join(',\n')}\n/@untold[cpu] != 0 && @in_probe[cpu] <= nsecs/\n{`);
  const copied = printed();
  t.equal(bodies(copied), all.length);
  const [before = '', copies = ''] = copied.split(/^\/\/ The rest is one program, a copy/m);
  t.equal(bodies(before), 0, 'the copies come at the end');
  for (const point of all) t.match(copies, `${point}\n`);
  const alone = program({}, 'full', {}, { sharesBodies: true }, false);
  t.equal(bodies(alone), 1);
  t.notMatch(program({}, 'full', {}, {}, false), /a copy for each/);
  t.end();
});
