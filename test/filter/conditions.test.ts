import vm from 'node:vm';

import t from 'tap';

import {
  attemptCondition,
  filterCondition,
  kernelCanMatch,
  noiseCondition,
  wantedCondition,
} from '../../src/filter/conditions.js';
import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { definitions } from '../../src/program/constants.js';
import type { Variant } from '../../src/program/variants.js';

const WRAPPER = 101;
const NODE = 102;
const HANDLER = 0x5555;

/** A signal as the program sees it: TERM by kill from bash[500] to nginx[882], by default. */
const SIGNAL = {
  sig: 15,
  code: 0,
  result: 0,
  from: 500,
  to: 882,
  tid: 882,
  group: 1,
  fromTid: 882,
  uid: 1000,
  toUid: 33,
  comm: 'bash',
  fromLeader: 'bash',
  toComm: 'nginx',
  toLeader: 'nginx',
  /** cat and nginx. */
  fromExe: 0x746163,
  toExe: 0x786e69676e,
  handler: HANDLER,
  flags: 0,
  /** The last TERM to one with the same last digits: sender and target. */
  term: 0n,
};
type Seen = Partial<typeof SIGNAL>;
/** A sender that is not called bash, and a target that is not called nginx. */
const SH: Seen = { comm: 'sh', fromLeader: 'sh' };
const CAT: Seen = { toComm: 'x', toLeader: 'x', toExe: 0x746163 };

/** What each word of a condition stands for; the longest first. */
const WORDS: [string, keyof typeof SIGNAL][] = [
  ['$task->group_leader->comm', 'fromLeader'],
  ['$from_exe', 'fromExe'],
  ['$to_exe', 'toExe'],
  ['$target->group_leader->comm', 'toLeader'],
  ['$target->cred->uid.val', 'toUid'],
  ['args->comm', 'toComm'],
  ['args->code', 'code'],
  ['args->sig', 'sig'],
  ['args->pid', 'tid'],
  ['args->group', 'group'],
  ['$task->pid', 'fromTid'],
  ['args->result', 'result'],
  ['@term[$to & 1023]', 'term'],
  ['$target->signal->flags', 'flags'],
  ['$handler', 'handler'],
  ['$own_to', 'to'],
  ['$code', 'code'],
  ['$from', 'from'],
  ['$own', 'from'],
  ['$sig', 'sig'],
  ['$tid', 'tid'],
  ['$to', 'to'],
  ['comm', 'comm'],
  ['pid', 'from'],
  ['uid', 'uid'],
];

/** Works a condition out: C whose integers have 64 bits is JavaScript's BigInt. */
function holds(condition: string, seen: Seen): boolean {
  const signal = { ...SIGNAL, ...seen };
  const values = condition
    .replaceAll(/\b(?:FIRST|NAME)_\w+/g, (name) => / (\d+)\n/.exec(definitions(name))?.[1] ?? name)
    .replaceAll(/\(u?int(?:32|64)\)/g, '')
    .replaceAll(/\$([1-6])/g, (_, n: string) => String(WRAPPER - 1 + Number(n)));
  const words = WORDS.map(([word]) => word.replaceAll(/[$>[\]]/g, '\\$&')).join('|');
  const token = new RegExp(`"[^"]*"|(?:${words})(?![\\w])|\\b(?:0x[0-9a-f]+|\\d+)\\b`, 'g');
  const text = values.replaceAll(token, (word) => {
    if (word.startsWith('"')) return word;
    const value = /^\d/.test(word) ? word : signal[key(word)];
    return typeof value === 'string' && !/^\d/.test(word) ? JSON.stringify(value) : `${value}n`;
  });
  // A comparison is a number in C.
  const numbers = text
    .replaceAll('--', '- -')
    .replaceAll(/\(-?\d+n (?:<=|==) -?\d+n\)/g, 'BigInt($&)');
  return Boolean(vm.runInNewContext(numbers));
}

function key(word: string): keyof typeof SIGNAL {
  const found = WORDS.find(([known]) => known === word);
  if (found === undefined) throw new Error(`unknown word ${word}`);
  return found[1];
}

function traced(asked: Partial<Filter>, seen: Seen, variant: Variant = 'full'): boolean {
  const filter = { ...TRACE_ALL, ...asked };
  return (
    holds(wantedCondition(filter, variant), seen) && holds(filterCondition(filter, variant), seen)
  );
}

function hidden(asked: Partial<Filter>, seen: Seen, variant: Variant = 'full'): boolean {
  return holds(noiseCondition({ ...TRACE_ALL, hideNoise: true, ...asked }, variant), seen);
}

const VARIANTS: readonly Variant[] = ['full', 'core'];
const ALL = Array.from({ length: 64 }, (_, i) => i + 1);

void t.test('signals are those named, or all but those', (t) => {
  const cases: [Filter['signals'], number[]][] = [
    [{ except: true, numbers: [] }, ALL],
    [{ except: false, numbers: [15, 9] }, [9, 15]],
    [{ except: false, numbers: [23] }, [23]],
    [{ except: true, numbers: [17] }, ALL.filter((signo) => signo !== 17)],
    [{ except: false, numbers: ALL.slice(3, 40) }, ALL.slice(3, 40)],
    [{ except: false, numbers: ALL.slice(20) }, ALL.slice(20)],
    [{ except: true, numbers: ALL.slice(20) }, ALL.slice(0, 20)],
    [{ except: true, numbers: ALL.slice(0, 30) }, ALL.slice(30)],
    [{ except: true, numbers: [17, 23, 28] }, ALL.filter((signo) => ![17, 23, 28].includes(signo))],
  ];
  for (const variant of VARIANTS) {
    for (const [signals, expected] of cases) {
      const found = ALL.filter((sig) => traced({ signals }, { sig }, variant));
      t.same(found, expected, `${variant} ${JSON.stringify(signals)}`);
      // SIGURG proves the path, and SIGWINCH halts the flow.
      for (const sig of [23, 28])
        t.ok(holds(wantedCondition({ ...TRACE_ALL, signals }, variant), { sig }));
    }
  }
  t.end();
});

void t.test('each kind of filter lets through what fits, and nothing else', (t) => {
  const bash = { kind: 'name', name: 'bash' } as const;
  const nginx = { kind: 'name', name: 'nginx' } as const;
  const pid = (pid: number) => ({ kind: 'pid', pid }) as const;
  const cases: [string, Partial<Filter>, yes: Seen[], no: Seen[]][] = [
    ['from a pid', { from: [pid(500)] }, [{}], [{ from: 501 }, { from: 501, to: 500, tid: 500 }]],
    ['from a name', { from: [bash] }, [{}], [SH]],
    ['from either', { from: [pid(1), bash] }, [{}, { from: 1, comm: 'init' }], [SH]],
    ['to a name', { to: [nginx] }, [{}], [CAT]],
    ['either end', { either: [nginx] }, [{}, { comm: 'nginx', ...CAT }], [CAT]],
    ['from a user', { fromUsers: [1000, 4294967295] }, [{}, { uid: 4294967295 }], [{ uid: 0 }]],
    ['a result', { results: ['ignored', 'already_pending'] }, [{ result: 1 }, { result: 2 }], [{}]],
    ['lists add up', { from: [bash], to: [nginx] }, [{}], [SH, CAT]],
    [
      'odd names',
      { to: [{ kind: 'name', name: 'a"b\\' }] },
      [{ toComm: 'a"b\\' }],
      [{}, { toComm: 'a"b' }],
    ],
  ];
  for (const variant of VARIANTS) {
    for (const [what, filter, yes, no] of cases) {
      for (const seen of yes) t.ok(traced(filter, seen, variant), `${variant}: ${what}`);
      // The core program leaves names and all of the target to be asked later.
      const named = filter.from?.some(({ kind }) => kind === 'name') === true;
      if (variant === 'core' && (named || filter.to !== undefined || filter.either !== undefined))
        continue;
      for (const seen of no) t.notOk(traced(filter, seen, variant), `${variant}: not ${what}`);
    }
  }
  t.end();
});

void t.test('with types, a process is known by any of its threads', (t) => {
  const to = [{ kind: 'pid', pid: 882 }] as const;
  t.ok(traced({ to }, { tid: 890 }), 'the kernel named another thread');
  t.notOk(traced({ to }, { to: 800, tid: 882 }), 'a process is no thread of another');
  t.ok(traced({ to }, { to: 0, tid: 882 }), 'its task was not found, its thread is known');
  t.notOk(traced({ to }, { to: 0, tid: 890 }));
  t.ok(traced({ to: [{ kind: 'name', name: 'nginx' }] }, { toComm: 'worker' }));
  t.ok(traced({ from: [{ kind: 'name', name: 'bash' }] }, { comm: 'worker' }));
  const other = { toComm: 'x', toLeader: 'x' };
  const api = [{ kind: 'name', name: 'api.js', scripts: true }] as const;
  t.ok(traced({ to: api }, { ...other, toExe: 0 }), 'it may have any name');
  t.notOk(traced({ to: api }, { ...other }));
  t.ok(traced({ toUsers: [33] }, {}));
  t.notOk(traced({ toUsers: [33] }, { toUid: 0 }));
  t.notOk(traced({ toUsers: [33] }, { toUid: -1 }), 'nobody known is nobody');
  t.end();
});

void t.test('what the kernel cannot match is let through, to be asked later', (t) => {
  const command = [{ kind: 'command', pattern: /x/ }] as const;
  const pid = [{ kind: 'pid', pid: 1 }] as const;
  const cases: [Partial<Filter>, keyof Filter, readonly Variant[]][] = [
    [{ from: command }, 'from', []],
    [{ to: command }, 'to', []],
    [{ either: command }, 'either', []],
    [{ from: pid }, 'from', ['full', 'core']],
    [{ to: pid }, 'to', ['full']],
    [{ either: pid }, 'either', ['full']],
    [{ toUsers: [0] }, 'toUsers', ['full']],
    [{ fromUsers: [0] }, 'fromUsers', ['full', 'core']],
    [{ users: [0] }, 'users', ['full']],
    [{ codes: [1] }, 'codes', ['full']],
    [{ fromUnits: ['x'] }, 'fromUnits', []],
    [{ toUnits: ['x'] }, 'toUnits', []],
    [{ fromContainers: ['1'] }, 'fromContainers', []],
    [{ toContainers: ['1'] }, 'toContainers', []],
    [{ toPods: ['1'] }, 'toPods', []],
    [{ origins: { except: true, names: ['child'] } }, 'origins', []],
  ];
  for (const [asked, option, can] of cases) {
    for (const variant of VARIANTS) {
      const what = `${variant} ${JSON.stringify(asked)}`;
      const matched = kernelCanMatch(option, { ...TRACE_ALL, ...asked }, variant);
      t.equal(matched, can.includes(variant), what);
      t.equal(traced(asked, {}, variant), !matched, `${what}: nothing fits it`);
    }
  }
  t.end();
});

void t.test('a code is meant by its name of this signal, or by its number', (t) => {
  const segv = { sig: 11, code: 1 };
  const cases: [(string | number)[], yes: Seen[], no: Seen[]][] = [
    [['SEGV_MAPERR'], [segv], [{ sig: 17, code: 1 }, { sig: 11, code: 2 }, { code: 1 }]],
    [['SI_USER'], [{}, { sig: 9 }], [segv, { code: -6 }]],
    [
      ['SI_TKILL', 'SEGV_ACCERR'],
      [{ code: -6 }, { sig: 11, code: 2 }],
      [{}, segv],
    ],
    [
      ['POLL_IN'],
      [
        { sig: 29, code: 1 },
        { sig: 34, code: 1 },
      ],
      [segv, { sig: 17, code: 1 }],
    ],
    [[1, -2], [segv, { sig: 17, code: 1 }, { code: -2 }], [{}]],
  ];
  for (const [codes, yes, no] of cases) {
    for (const seen of yes)
      t.ok(traced({ codes }, seen), `${codes.join()} ${JSON.stringify(seen)}`);
    for (const seen of no)
      t.notOk(traced({ codes }, seen), `not ${codes.join()} ${JSON.stringify(seen)}`);
  }
  t.end();
});

void t.test('a user of either end', (t) => {
  t.ok(traced({ users: [1000] }, {}));
  t.ok(traced({ users: [33] }, {}));
  t.notOk(traced({ users: [0] }, {}));
  t.notOk(traced({ users: [1000] }, { code: 128 }), 'who was on the processor is no sender');
  t.end();
});

void t.test('failed calls are those of who was asked for, for signals that were', (t) => {
  const told = (asked: Partial<Filter>, seen: Seen = {}) =>
    holds(attemptCondition({ ...TRACE_ALL, ...asked }), seen);
  const named = (...numbers: number[]) => ({ signals: { except: false, numbers } });
  t.ok(told({}));
  for (const sig of [0, 15, 99, -1]) t.ok(told({}, { sig }), `${sig}, where none is named`);
  t.ok(told(named(15)));
  for (const sig of [0, 9, 99, -1]) t.notOk(told(named(15), { sig }), `${sig} is not TERM`);
  const many = ALL.slice(0, 30);
  t.ok(told(named(...many)));
  // The kernel shifts by the lowest six bits of a number.
  for (const sig of [0, 31, 15 + 64, -49]) t.notOk(told(named(...many), { sig }), `not ${sig}`);
  const except = { signals: { except: true, numbers: [15] } };
  t.notOk(told(except));
  for (const sig of [0, 9, 99]) t.ok(told(except, { sig }), `${sig} is not left out`);
  t.ok(told({ from: [{ kind: 'name', name: 'bash' }] }));
  t.notOk(told({ from: [{ kind: 'pid', pid: 1 }] }));
  t.ok(told({ from: [{ kind: 'command', pattern: /x/ }] }), 'to be asked later');
  t.ok(told({ fromUsers: [1000] }));
  t.notOk(told({ fromUsers: [0] }));
  t.ok(told({ to: [{ kind: 'pid', pid: 1 }], toUsers: [0], users: [0] }), 'to be asked later');
  t.notOk(told({}, { from: NODE }), 'the tracer');
  t.ok(told({ withSelf: true }, { from: NODE }));
  t.end();
});

void t.test("the tracer's own processes are left out, unless asked for", (t) => {
  for (const variant of VARIANTS) {
    for (const pid of [WRAPPER, NODE, 103, 104, 105, 106]) {
      t.notOk(traced({}, { from: pid }, variant));
      t.notOk(traced({}, { to: pid, tid: pid }, variant));
    }
    t.ok(traced({ withSelf: true }, { from: NODE }, variant));
    t.ok(traced({ withSelf: true }, { from: NODE, to: WRAPPER, tid: WRAPPER }, variant));
    t.notOk(
      traced({ withSelf: true }, { sig: 23, from: WRAPPER, to: WRAPPER, tid: WRAPPER }, variant),
      'but for what it tells itself',
    );
  }
  t.end();
});

void t.test('noise is what neither ends nor stops a process', (t) => {
  const cases: [string, Seen, Variant[]][] = [
    ['a child', { sig: 17, code: 1 }, ['full', 'core']],
    ['a CHLD that a process sent', { sig: 17, code: 0 }, []],
    ['urgent data', { sig: 23, code: 128 }, ['full', 'core']],
    ['a window', { sig: 28, code: 128 }, ['full', 'core']],
    ['a WINCH that a process sent', { sig: 28, code: 0 }, []],
    ['a URG that a thread sent', { sig: 23, code: -6 }, []],
    ['SIGIO with a handler', { sig: 29 }, ['full']],
    ['SIGIO without', { sig: 29, handler: 0 }, []],
    ['a POSIX timer with a handler', { sig: 34, code: -2 }, ['full']],
    ['a POSIX timer without', { sig: 34, code: -2, handler: 0 }, []],
    ['an alarm with a handler', { sig: 14, code: 128 }, ['full']],
    ['an alarm without', { sig: 14, code: 128, handler: 0 }, []],
    ['an alarm that a process sent', { sig: 14, code: 0 }, []],
    ['to itself with a handler', { from: 882, sig: 12 }, ['full']],
    ['a request to itself to stop', { from: 882, sig: 15 }, []],
    ['the same to another thread of it', { from: 882, sig: 30, group: 0, tid: 883 }, ['full']],
    ['the same to its own thread', { from: 882, sig: 15, group: 0 }, []],
    ['a broken pipe with a handler', { from: 882, sig: 13 }, []],
    ['a broken pipe that is ignored', { from: 882, sig: 13, handler: 1 }, ['full']],
    ['a broken pipe without', { from: 882, sig: 13, handler: 0 }, []],
    ['a fault with a handler', { from: 882, sig: 11, code: 1 }, []],
    ['to itself without', { from: 882, sig: 10, handler: 0 }, []],
    ['CONT after TERM', { sig: 18, term: (500n << 32n) | 882n }, ['full']],
    [
      'CONT after TERM, of what was stopped',
      { sig: 18, term: (500n << 32n) | 882n, flags: 0x22 },
      [],
    ],
    ['CONT after a TERM to another', { sig: 18, term: (500n << 32n) | 1906n }, []],
    ["CONT after another's TERM", { sig: 18, term: (501n << 32n) | 882n }, []],
    ['TERM', { sig: 15 }, []],
    ['KILL', { sig: 9, handler: 0 }, []],
    ['STOP', { sig: 19, handler: 0 }, []],
  ];
  for (const [what, seen, variants] of cases) {
    for (const variant of VARIANTS) {
      t.equal(hidden({}, seen, variant), variants.includes(variant), `${variant}: ${what}`);
      t.notOk(hidden({ hideNoise: false }, seen, variant), `${variant}: ${what}, shown if asked`);
      const signals = { except: false, numbers: [seen.sig ?? 15] };
      t.notOk(hidden({ signals }, seen, variant), `${variant}: ${what}, shown if named`);
      const origins = { except: false, names: ['kill'] } as const;
      t.notOk(hidden({ origins }, seen, variant), `${variant}: ${what}, shown if its origin is`);
      t.notOk(hidden({ codes: [0] }, seen, variant), `${variant}: ${what}, shown if its code is`);
    }
  }
  t.end();
});

void t.test('a probe on complete_signal leaves to be asked later what takes a code', (t) => {
  const pid = [{ kind: 'pid', pid: 500 }] as const;
  const later: [keyof Filter, Partial<Filter>][] = [
    ['from', { from: pid }],
    ['either', { either: pid }],
    ['fromUsers', { fromUsers: [1000] }],
    ['users', { users: [1000] }],
    ['codes', { codes: [0] }],
  ];
  for (const variant of ['fentry', 'kprobe'] as const) {
    for (const [option, asked] of later) {
      const filter = { ...TRACE_ALL, ...asked };
      t.notOk(kernelCanMatch(option, filter, variant), option);
      t.ok(kernelCanMatch(option, TRACE_ALL, variant), `${option}: nothing is asked`);
      const nothing = filterCondition(TRACE_ALL, variant);
      t.equal(filterCondition(filter, variant), nothing, option);
    }
    t.ok(kernelCanMatch('to', { ...TRACE_ALL, to: pid }, variant));
    t.ok(kernelCanMatch('toUsers', { ...TRACE_ALL, toUsers: [0] }, variant));
  }
  t.end();
});

void t.test('there the result is told by what is no code', (t) => {
  const cases: [Filter['results'], yes: number[], no: number[]][] = [
    [['delivered'], [0, -6, 128, 2 ** 31], [2 ** 31 + 4, 2 ** 31 + 15]],
    [['lose_info'], [2 ** 31 + 4], [0, 2 ** 31, 2 ** 31 + 15]],
    [['ignored', 'overflow_fail'], [], [0, -6, 2 ** 31, 2 ** 31 + 4, 2 ** 31 + 15]],
  ];
  for (const [results, yes, no] of cases) {
    const condition = filterCondition({ ...TRACE_ALL, results, withSelf: true }, 'kprobe');
    for (const code of yes) t.ok(holds(condition, { code }), `${results.join()} ${code}`);
    for (const code of no) t.notOk(holds(condition, { code }), `${results.join()} ${code}`);
  }
  t.end();
});

void t.test('the raw tracepoint is asked all that the tracepoint is', (t) => {
  for (const option of Object.keys(TRACE_ALL) as (keyof Filter)[]) {
    const asked = { ...TRACE_ALL, fromUsers: [0], users: [0], toUsers: [0], codes: [0] };
    const can = (variant: Variant) => kernelCanMatch(option, asked, variant);
    t.equal(can('rawtracepoint'), can('full'), option);
  }
  t.end();
});
