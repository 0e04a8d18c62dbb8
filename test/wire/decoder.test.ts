import assert from 'node:assert/strict';

import fc from 'fast-check';
import t from 'tap';

import { ProbeIdentities } from '../../src/identity/probe-identities.js';
import { Decoder } from '../../src/wire/decoder.js';
import { PROBES, type SourceEvent } from '../../src/wire/events.js';
import { SIGNAL as TABLE } from '../../src/wire/lines/signal.js';
import { bpftraceString, type HighBytes, printfLine } from '../support/bpftrace-json.js';
import { CAPTURED } from '../support/captured.js';
import type { FlatSignal } from '../support/kernel-signal.js';

const decode = (...lines: string[]): SourceEvent[] => new Decoder().push(lines);

/** Place and facts of each in one object, as a capture tells of them. */
function signalsIn(records: readonly SourceEvent[]): FlatSignal[] {
  return records
    .filter((record) => record.kind === 'signal')
    .map(({ cpu, seq, ktime, facts }) => ({ cpu, seq, ktime, ...facts }));
}

/** What the core program can't know. */
const CORE = {
  targetPid: 0,
  targetUid: -1,
  targetGid: -1,
  targetParent: 0,
  targetState: 0,
  call: -1,
  arg: 0,
};
/** The captured processes are forks of one. */
const ARGUMENTS = ['python3', '-'];

for (const { bpftrace, variant, lines, sent, exits } of CAPTURED) {
  void t.test(`bpftrace ${bpftrace}, captured`, (t) => {
    const records = decode(...lines);
    const all = <K extends SourceEvent['kind']>(kind: K) =>
      records.filter((r): r is Extract<SourceEvent, { kind: K }> => r.kind === kind);
    const printed = (letter: string) => lines.filter((line) => line.includes(`"${letter}|`)).length;

    t.strictSame([...all('complaint'), ...all('invalid')], [], 'nothing is unreadable');
    const kinds = { signal: 's', tick: 't', delivery: 'd', exit: 'x', process: 'w' } as const;
    const more = { ancestor: 'p', arguments: 'a', proof: 'c' } as const;
    for (const [kind, letter] of Object.entries({ ...kinds, ...more })) {
      t.equal(all(kind as SourceEvent['kind']).length, printed(letter), kind);
    }
    t.equal(all('proof').length, 1);
    const hidden = all('by-signal').filter(({ what }) => what === 'hidden');
    t.ok(hidden.length > 1, 'hidden counts, and once more at the end');

    const signals = signalsIn(records).sort((a, b) => Number(a.ktime - b.ktime));
    const told = sent.map(({ what, fields }) => ({
      what,
      fields: variant === 'full' ? fields : { ...fields, ...pick(CORE, Object.keys(fields)) },
    }));
    t.strictSame(
      signals.map((signal, i) => ({
        what: told[i]?.what,
        fields: pick(signal, Object.keys(told[i]?.fields ?? {})),
      })),
      told,
      'what was sent, in the order it was sent, and no more',
    );
    for (const { stack, call } of signals) {
      if (variant === 'core' || call !== -1) t.strictSame(stack, []);
      else t.match(stack, ['__traceiter_signal_generate']);
      t.notMatch(stack.join(), /[\s+]/, 'names alone');
    }

    if (variant === 'full') {
      const ended = all('exit').map(({ pid, status }) => ({ pid, status }));
      t.strictSame(ended, exits, 'how each ended, as its parent saw it');
      const handled = all('delivery').filter(({ handler }) => handler === 2).length;
      t.equal(handled, signals.filter(({ targetState }) => targetState === 2).length);
      const accounts = new ProbeIdentities();
      for (const record of [...all('process'), ...all('ancestor'), ...all('arguments')]) {
        accounts.add(record);
      }
      for (const { processKey, pid } of [...all('exit'), ...all('delivery')]) {
        const account = accounts.get(processKey);
        t.match(account, { process: { pid }, commandLine: { args: ARGUMENTS, truncated: false } });
        t.equal(account?.ancestors[0]?.comm, 'st-capture');
      }
      for (const { targetPid, targetStartTimeNs } of signals) {
        t.ok(
          accounts.of(targetPid, targetStartTimeNs),
          'a target and what it tells are one process',
        );
      }
    }

    const ticks = all('tick');
    const last = ticks.at(-1);
    t.strictSame([ticks[0]?.halted, last?.halted], [false, true]);
    for (const { probe, counts } of all('totals')) {
      const own = last?.totals.filter((_, i) => i % last.probes === PROBES.indexOf(probe));
      const ticked = new Map(own?.map((total, cpu) => [cpu, total] as const));
      for (const [cpu, total] of ticked) t.equal(counts.get(cpu) ?? 0, total, `${probe} ${cpu}`);
    }
    t.equal(all('totals').length, last?.probes);
    t.end();
  });
}

function pick(from: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

const signalLine = (numbers: string, comms: string, stack = '') =>
  printfLine(Buffer.from(`s|${numbers}|${comms}${stack}`, 'latin1'));
const COMMS = 'bash            sleep           ';
const NUMBERS = '1|42|1684997920514|15|0|0|1|0|10245|10245|1000|10227|10228|1001|1002|7';
/** Behind the comms, from the target's start on. */
const MORE = '1684120073312|34|10227|7|1026|9|140724361097169|62|10245|8a22ec17001286|';
const CORE_FACTS = {
  signo: 15,
  siCode: 0,
  errno: 0,
  group: 1,
  result: 0,
  targetTid: 10245,
  targetPid: 10245,
  targetUid: 1000,
  currentPid: 10227,
  currentTid: 10228,
  uid: 1001,
  gid: 1002,
  cgroupId: '7',
  currentComm: 'bash',
  targetComm: 'sleep',
  targetStartTimeNs: 0n,
  targetGid: -1,
  targetParent: 0,
  targetNsPid: 0,
  targetState: 0,
  targetCgroupId: '0',
  targetArgStart: 0,
  call: -1,
  arg: 0,
  processKey: '',
  stack: [],
};
const FULL_FACTS = {
  ...CORE_FACTS,
  targetStartTimeNs: 1684120073312n,
  targetGid: 34,
  targetParent: 10227,
  targetNsPid: 7,
  targetState: 1026,
  targetCgroupId: '9',
  targetArgStart: 140_724_361_097_169,
  call: 62,
  arg: 10245,
  processKey: '8a22ec17001286',
};
const PLACE = { cpu: 1, seq: 42, ktime: 1684997920514n };
const SIGNAL = { kind: 'signal', ...PLACE, facts: CORE_FACTS };
const FULL = { kind: 'signal', ...PLACE, facts: FULL_FACTS };
const printed = (text: string) => printfLine(Buffer.from(text, 'latin1'));
const unreadable = { kind: 'complaint', code: 'unreadable' };
const sourceError = { kind: 'complaint', code: 'source_error' };
const invalid = { kind: 'invalid', probe: 'signal', cpu: 1, seq: 42, ktime: 1684997920514n };
const invalidly = (probe: string) => ({ kind: 'invalid', probe, cpu: 1, seq: 42 });

/** Each line with what it says, as far as that matters. */
const LINES: Record<string, [line: string, records: unknown[]][]> = {
  'is a record': [
    [signalLine(NUMBERS, COMMS), [SIGNAL]],
    [signalLine(NUMBERS, COMMS, MORE), [FULL]],
    [
      signalLine(NUMBERS, COMMS, MORE.replace('8a22ec17001286', '0')),
      [{ ...FULL, facts: { ...FULL_FACTS, processKey: '' } }],
    ],
    [
      signalLine(NUMBERS, COMMS, `${MORE}\n        __send_signal_locked+553\n        do_exit\n`),
      [{ ...FULL, facts: { ...FULL_FACTS, stack: ['__send_signal_locked', 'do_exit'] } }],
    ],
    [
      '{"type": "printf", "data": "t|1685896367719|1|9|8/10|1|3|0"}',
      [
        {
          kind: 'tick',
          ktime: 1685896367719n,
          halted: true,
          cpu: 9,
          cpus: 10,
          firstCpu: 8,
          probes: 1,
          totals: [3, 0],
        },
      ],
    ],
    [
      '{"type": "printf", "data": "c|1685896367719"}',
      [{ kind: 'proof', ktime: 1685896367719n, slept: undefined }],
    ],
    [
      '{"type": "printf", "data": "c|1685896367719|41000000077"}',
      [{ kind: 'proof', ktime: 1685896367719n, slept: 41000000077n }],
    ],
    ['{"type": "map", "data": {"@skipped": 12}}', [{ kind: 'skipped', count: 12 }]],
    [
      '{"type": "map", "data": {"@hidden": {"17": 48211, "23": 3110}}}',
      [
        {
          kind: 'by-signal',
          what: 'hidden',
          counts: new Map([
            [17, 48211],
            [23, 3110],
          ]),
        },
      ],
    ],
    [
      '{"type": "map", "data": {"@total": {"0": 30, "1": 16}}}',
      [
        {
          kind: 'totals',
          probe: 'signal',
          counts: new Map([
            [0, 30],
            [1, 16],
          ]),
        },
      ],
    ],
  ],
  'is of what a process took, is or was': [
    ['{"type": "map", "data": {"@delivered": {"3": 1}}}', [{ kind: 'totals', probe: 'delivery' }]],
    ['{"type": "map", "data": {"@exited": {"3": 1}}}', [{ kind: 'totals', probe: 'exit' }]],
    [
      printed('d|1|42|1684998001514|15|-6|2|64|10246|10245|8a22ec17001286'),
      [
        {
          kind: 'delivery',
          cpu: 1,
          seq: 42,
          ktime: 1684998001514n,
          signo: 15,
          siCode: -6,
          handler: 2,
          flags: 64,
          tid: 10246,
          pid: 10245,
          processKey: '8a22ec17001286',
        },
      ],
    ],
    [
      printed('x|1|42|1684998101514|10245|143|0'),
      [
        {
          kind: 'exit',
          cpu: 1,
          seq: 42,
          ktime: 1684998101514n,
          pid: 10245,
          status: 143,
          processKey: '',
        },
      ],
    ],
    [
      printed(
        'w|8a22ec17001286|4742|701908947357|140724361097169|4619|33|34|18446744073709551615|-1|7|21|a|b\xe9\\           ',
      ),
      [
        {
          kind: 'process',
          processKey: '8a22ec17001286',
          pid: 4742,
          startTimeNs: 701908947357n,
          argStart: 140_724_361_097_169,
          parent: 4619,
          uid: 33,
          gid: 34,
          cgroupId: '18446744073709551615',
          loginuid: -1,
          nsPid: 7,
          length: 21,
          comm: 'a|b\ufffd\\',
        },
      ],
    ],
    [
      printed('p|8a22ec17001286|3|4619|700418947357|sh              '),
      [
        {
          kind: 'ancestor',
          processKey: '8a22ec17001286',
          depth: 3,
          pid: 4619,
          startTimeNs: 700418947357n,
          comm: 'sh',
        },
      ],
    ],
    [
      // 8 bytes a number, the lowest first.
      printed('a|8a22ec17001286|2|6c696b2f6e69622f|6c|0|ffffffffffffffff'),
      [
        {
          kind: 'arguments',
          processKey: '8a22ec17001286',
          line: 2,
          bytes: Buffer.from(`/bin/kill${'\0'.repeat(15)}${'\xff'.repeat(8)}`, 'latin1'),
        },
      ],
    ],
  ],
  'passes 2^53': [
    [
      signalLine(NUMBERS.replace('1684997920514', '9007199254740993'), COMMS),
      [{ ...SIGNAL, ktime: 9007199254740993n }],
    ],
    [
      signalLine(NUMBERS.replace(/7$/, '18446744073709551615'), COMMS),
      [{ ...SIGNAL, facts: { ...CORE_FACTS, cgroupId: '18446744073709551615' } }],
    ],
    [
      '{"type": "printf", "data": "t|9007199254740993|0|0|0/1|1|1"}',
      [{ kind: 'tick', ktime: 9007199254740993n }],
    ],
    [
      '{"type": "printf", "data": "c|18446744073709551615"}',
      [{ kind: 'proof', ktime: 18446744073709551615n }],
    ],
  ],
  'cannot be true of a signal': [
    [signalLine(NUMBERS.replace('|15|', '|65|'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|15|', '||'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|15|', '|0xf|'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|15|', '| 15|'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace(/7$/, '-7'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|1|0|10245|', '|1|5|10245|'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|1|0|10245|', '|2|0|10245|'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('10228', '4194305'), COMMS), [invalid]],
    [signalLine(NUMBERS.replace('|1000|', '|-2|'), COMMS), [invalid]],
    [signalLine(NUMBERS, COMMS, MORE.replace('|62|', '|-6|')), [invalid]],
    [signalLine(NUMBERS, COMMS, MORE.replace('|34|', '|x|')), [invalid]],
    [signalLine(NUMBERS, COMMS, MORE.replace('|8a', '|g')), [invalid]],
  ],
  'cannot be true of a delivery or an exit': [
    [printed('d|1|42|1684998001514|65|0|2|0|10246|10245|8a'), [invalidly('delivery')]],
    [printed('d|1|42|1684998001514|15|0|3|0|10246|10245|8a'), [invalidly('delivery')]],
    [printed('d|1|42|1684998001514|15|0|2|0|0|10245|8a'), [invalidly('delivery')]],
    [printed('d|1|42|1684998001514|15|0|2|0|10246'), [invalidly('delivery')]],
    [printed('x|1|42|1684998001514|4194305|0|8a'), [invalidly('exit')]],
    [printed('x|1|42|1684998001514|10245|65536|8a'), [invalidly('exit')]],
    [printed('x|1|42|1684998001514|10245|127|8a'), [invalidly('exit')]],
  ],
  'has no place in the sequence, so it is no signal': [
    [signalLine(NUMBERS.replace('|42|', '|0|'), COMMS), [unreadable]],
    [signalLine(NUMBERS.replace('|42|', '|9007199254740993|'), COMMS), [unreadable]],
    [signalLine(NUMBERS.replace('1|42|', 'x|42|'), COMMS), [unreadable]],
    [printed('d|1|0|1684998001514|15|0|2|0|10246|10245|8a'), [unreadable]],
    [printed('d|65536|1|1684998001514|15|0|2|0|10246|10245|8a'), [unreadable]],
    [printed('x|1|42|-1|10245|0|8a'), [unreadable]],
  ],
  'says nothing that we need': [
    ['', []],
    [' \r', []],
    ['__BPFTRACE_NOTIFY_PROBES_ATTACHED', []],
    ['{"type": "attached_probes", "data": {"probes": 3}}', []],
    ['{"type": "attached_probes", "count": 3, "data": {"probes": 3}}', []],
    ['{"type": "lost_events", "data": {"events": 602822}}', []],
    ['{"type": "lost_events", "count": 31006, "data": {"events": 31006}}', []],
    // From 0.24 on, after a byte from 0x80 up was printed: hexadecimal.
    ['{"type": "lost_events", "count": 2af8, "data": {"events": 2af8}}', []],
    ['{"type": "map", "data": {"@halted": 1}}', []],
    ['{"type": "map", "data": {"@term_from": 27837}}', []],
    ['{"type": "time", "data": "12:01:00\\n"}', []],
    ['{"type": "cat", "data": "text"}', []],
    ['{"type": "join", "data": "/bin/sh -c true"}', []],
    ['{"type": "syscall", "data": "text"}', []],
    ['{"type": "value", "data": [1,"x",2]}', []],
    ['{"type": "value", "data": 18446744073709551615}', []],
    ['{"type": "hist", "data": {"@h": [{"min": 1, "max": 1, "count": 2}]}}', []],
    ['{"type": "stats", "data": {"@a": {"count": 1, "average": 2, "total": 2}}}', []],
    ['{"type": "a type of tomorrow", "data": 1}', []],
  ],
  'is an error that bpftrace reports': [
    [
      '{"type": "helper_error", "helper": "h", "retcode": -22, "line": 1, "col": 93}',
      [sourceError],
    ],
    [
      '{"type": "helper_error", "msg": "Bad address", "helper": "probe_read_kernel", "retcode": -14, "filename": "stdin", "line": 1, "col": 93}',
      [sourceError],
    ],
    [
      '{"type": "runtime_error", "msg": "Divide by 0", "filename": "stdin", "line": 1, "col": 2}',
      [sourceError],
    ],
    ['{"type": "errorf", "msg": "m", "filename": "stdin", "line": 1, "col": 2}', [sourceError]],
    ['{"type": "warnf", "msg": "m", "filename": "stdin", "line": 1, "col": 2}', [sourceError]],
  ],
  'is no record': [
    ['stdin:1:1-34: WARNING: unreachable code', [unreadable]],
    ['    ~~~~', [unreadable]],
    ['No probes to attach', [unreadable]],
    ['1', [unreadable]],
    ['null', [unreadable]],
    ['"s|1"', [unreadable]],
    ['[1,2]', [unreadable]],
    ['{}', [unreadable]],
    ['{"type": 1}', [unreadable]],
    ['{"type": "printf"}', [unreadable]],
    ['{"type": "printf", "data": 1}', [unreadable]],
    ['{"type": "printf", "data": ""}', [unreadable]],
    ['{"type": "printf", "data": "another program\'s"}', [unreadable]],
    ['{"type": "map", "data": 1}', [unreadable]],
    [signalLine(NUMBERS, COMMS.slice(1)), [unreadable]],
    [signalLine(NUMBERS.replace('|7', ''), COMMS), [unreadable]],
    [signalLine(NUMBERS.replace('1684997920514', '-1'), COMMS), [unreadable]],
    ['{"type": "printf", "data": "t|1685896367719|1|0|0/2"}', [unreadable]],
    ['{"type": "printf", "data": "t|1685896367719|1|0|0/2|3|x"}', [unreadable]],
    ['{"type": "printf", "data": "t|1685896367719|2|0|0/2|3|0"}', [unreadable]],
    ['{"type": "printf", "data": "c|"}', [unreadable]],
    ['{"type": "printf", "data": "c|1|"}', [unreadable]],
    [signalLine(NUMBERS, COMMS, MORE.slice(0, -20)), [unreadable]],
    [printed('w|8a22ec17001286|4742|701908947357|4619|0|0|1|-1|7'), [unreadable]],
    [printed('w|8a22ec17001286|4742|-1|4619|0|0|1|-1|7|21|kill            '), [unreadable]],
    [printed('w|xyz|4742|701908947357|4619|0|0|1|-1|7|21|kill            '), [unreadable]],
    [printed('w||4742|701908947357|4619|0|0|1|-1|7|21|kill            '), [unreadable]],
    [printed('p|8a22ec17001286|x|4619|700418947357|sh              '), [unreadable]],
    [printed('p|8a22ec17001286|0|4619'), [unreadable]],
    [printed('a|8a22ec17001286|x|0|0'), [unreadable]],
    [printed('a|8a22ec17001286|0|0||0'), [unreadable]],
    [printed('a|8a22ec17001286|0|10000000000000000'), [unreadable]],
    [printed('a|8a22ec17001286|0'), [unreadable]],
    // What `kill -9` leaves of a line.
    ['{"type": "printf", "data": "t|16858963', [unreadable]],
    ['{"type": "printf", "data": "t|1685896367719|1|0|0/1|3"}{"type": "pri', [unreadable]],
  ],
};

for (const [what, lines] of Object.entries(LINES)) {
  void t.test(`a line that ${what}`, (t) => {
    for (const [line, records] of lines) {
      const decoded = decode(line);
      t.equal(decoded.length, records.length, line);
      t.match(decoded, records, line);
    }
    t.end();
  });
}

void t.test('a complaint shows what it is about, and not all of it', (t) => {
  const [complaint] = decode(`WARNING: ${'x'.repeat(100_000)}`);
  assert(complaint?.kind === 'complaint');
  t.match(complaint.message, 'WARNING: xxx');
  t.ok(complaint.message.length < 1000);
  t.end();
});

void t.test('bad lines between good ones cost no good one', (t) => {
  const good = signalLine(NUMBERS, COMMS);
  t.match(decode(good, '{"type"', '', good, 'x', good), [
    SIGNAL,
    unreadable,
    SIGNAL,
    unreadable,
    SIGNAL,
  ]);
  t.end();
});

const byte = fc.integer({ min: 1, max: 255 });

void t.test('a comm of any bytes comes back, less the blanks behind it', (t) => {
  const comm = fc
    .array(fc.oneof(byte, fc.constantFrom(...Buffer.from('\\u"|+ \n\t\xa0', 'latin1'))), {
      maxLength: 15,
    })
    .map((bytes) => Buffer.from(bytes));
  const high = fc.constantFrom<HighBytes>('raw', 'uffffff');
  const property = fc.property(comm, comm, high, (current, target, high) => {
    const padded = [current, target].map((comm) => comm.toString('latin1').padEnd(16)).join('');
    const line = printfLine(Buffer.from(`s|${NUMBERS}|${padded}`, 'latin1'), high);
    const [signal] = signalsIn(decode(line));
    assert.equal(signal?.currentComm, current.toString('utf8').replace(/ +$/, ''));
    assert.equal(signal.targetComm, target.toString('utf8').replace(/ +$/, ''));
  });
  t.doesNotThrow(() => {
    fc.assert(property, { numRuns: 1000 });
  });
  t.end();
});

void t.test('a captured line cut anywhere is told of, and never taken for a record', (t) => {
  for (const { bpftrace, lines } of CAPTURED) {
    const wrong: string[] = [];
    for (const line of new Set(lines)) {
      for (let length = 1; length < line.length; length++) {
        const cut = line.slice(0, length);
        const [record, ...more] = decode(cut);
        if (record?.kind !== 'complaint' || more.length > 0) wrong.push(cut);
      }
    }
    t.strictSame(wrong, [], bpftrace);
  }
  t.end();
});

void t.test('any bytes at all are no reason to throw, nor for what cannot be true', (t) => {
  const bytes = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
  const line = fc.constantFrom(...CAPTURED.flatMap(({ lines }) => lines));
  const mutilated = fc
    .tuple(line, fc.nat(), fc.nat({ max: 20 }), bytes)
    .map(([line, at, length, bytes]) => {
      const start = at % (line.length + 1);
      return line.slice(0, start) + bytes + line.slice(start + length);
    });
  const printed = bytes.map(
    (bytes) =>
      `{"type": "printf", "data": "${bpftraceString(Buffer.from(bytes, 'latin1'), 'raw')}"}`,
  );
  const json = fc.json().map((json) => Buffer.from(json).toString('latin1'));
  const typed = fc
    .tuple(fc.constantFrom('printf', 'map', 'errorf', 'value', 'lost_events'), json)
    .map(([type, json]) => `{"type": "${type}", "data": ${json}}`);
  const property = fc.property(fc.oneof(bytes, mutilated, printed, json, typed), (line) => {
    const records = decode(line);
    assert(records.length < 2);
    for (const signal of signalsIn(records)) assert.equal(TABLE.whyInvalid(signal), undefined);
  });
  t.doesNotThrow(() => {
    fc.assert(property, { numRuns: 5000 });
  });
  t.end();
});

void t.test('of what has no siginfo, code and errno are not known', (t) => {
  const results: [code: number, result: number | undefined][] = [
    [2 ** 31, 0],
    [2 ** 31 + 4, 4],
    [2 ** 31 + 15, undefined],
  ];
  for (const [code, result] of results) {
    const numbers = NUMBERS.replace('|15|0|0|1|0|', `|15|${code}|77|1|0|`);
    const [signal] = signalsIn(decode(signalLine(numbers, COMMS, MORE)));
    t.match(signal, { signo: 15, group: 1, targetTid: 10245 });
    t.strictSame([signal?.siCode, signal?.errno, signal?.result], [undefined, undefined, result]);
  }
  const [none] = decode(signalLine(NUMBERS.replace('|15|0|', `|15|${2 ** 31 + 5}|`), COMMS, MORE));
  t.match(none, { kind: 'invalid' }, 'there is no result 5');
  t.end();
});

void t.test('no number of a line is out of the range of this host', (t) => {
  const now = 1_685_000_000_000n;
  const decoder = new Decoder({ possibleCpus: 2, kernelNow: () => now });
  const map = (name: string, counts: string) => `{"type": "map", "data": {"${name}": ${counts}}}`;
  const words = (count: number) => Array.from({ length: count }, () => '|0').join('');
  const far = '18446744073709551615';
  const cases: Record<string, [good: string, bad: string[]]> = {
    'the CPU of a signal': [
      signalLine(NUMBERS, COMMS, MORE),
      ['-1', '2', '1000000000'].map((cpu) =>
        signalLine(NUMBERS.replace('1|42', `${cpu}|42`), COMMS, MORE),
      ),
    ],
    'the time of a signal': [
      signalLine(NUMBERS, COMMS, MORE),
      [signalLine(NUMBERS.replace('1684997920514', far), COMMS, MORE)],
    ],
    'the CPU of a delivery': [
      printed('d|1|42|1684998001514|9|0|0|4|31670|31670|c58e'),
      [
        printed('d|-1|42|1684998001514|9|0|0|4|31670|31670|c58e'),
        printed('d|2|42|1684998001514|9|0|0|4|31670|31670|c58e'),
        printed(`d|1|42|${far}|9|0|0|4|31670|31670|c58e`),
      ],
    ],
    'the CPU of an exit': [
      printed('x|1|42|1684998101514|10245|143|0'),
      [printed('x|2|42|1684998101514|10245|143|0'), printed('x|-1|42|1684998101514|10245|143|0')],
    ],
    'the CPU of a failed call': [
      printed('f|1|1|1684997920514|0|f00001267|100000000|-3|10227|10227|0|0|1|bash            8a'),
      [
        printed('f|2|1|1684997920514|0|f00001267|100000000|-3|1|1|0|0|1|bash            8a'),
        printed('f|-1|1|1684997920514|0|f00001267|100000000|-3|1|1|0|0|1|bash            8a'),
      ],
    ],
    'the CPUs of a tick': [
      printed('t|1685896367|0|1|0/2|3|1|0|0|3|1|0'),
      [
        't|1685896367|0|0|0/4000000000|3|0|0|0',
        't|1685896367|0|0|0/60000|3|0|0|0',
        't|1685896367|0|2|0/2|3|0|0|0|0|0|0',
        't|1685896367|0|0|1/2|3|0|0|0|0|0|0',
        't|1685896367|0|0|2/2|3|0|0|0',
        't|1685896367|0|0|0/0|3|0|0|0',
        't|1685896367|0|0|0/2|5|0|0|0|0|0',
        't|1685896367|0|0|0/2|3|0|0',
        't|1685896367|0|0|0/2|3|0|0|9007199254740993',
        `t|${far}|0|0|0/2|3|0|0|0|0|0|0`,
      ].map(printed),
    ],
    'the time of a proof': [printed('c|1685896367'), [printed(`c|${far}`)]],
    'the key and value of a total': [
      map('@total', '{"0": 5, "1": 0}'),
      ['{"-1": 5}', '{"x": 5}', '{"2": 5}', '{"0": -1}', '{"0": "5"}', '{"0": 1e300}', '[5]'].map(
        (counts) => map('@total', counts),
      ),
    ],
    'the CPU of a total of deliveries': [
      map('@delivered', '{"1": 5}'),
      [map('@delivered', '{"2": 5}'), map('@exited', '{"2": 5}'), map('@attempted', '{"2": 5}')],
    ],
    'the signal that was hidden': [
      map('@hidden', '{"1": 5, "64": 7}'),
      ['{"0": 1}', '{"65": 1}', '{"17": -1}', '{"99": 5, "__proto__": 3}'].map((counts) =>
        map('@hidden', counts),
      ),
    ],
    'how many were skipped': [
      map('@skipped', '12'),
      [map('@skipped', '-1'), map('@skipped', '1e300'), map('@skipped', '"12"')],
    ],
    'the depth of an ancestor': [
      printed('p|8a22ec17001286|3|4619|700418947357|sh              '),
      [
        printed('p|8a22ec17001286|4|4619|700418947357|sh              '),
        printed('p|8a22ec17001286|-1|4619|700418947357|sh              '),
        printed('p|8a22ec17001286|1000000000|4619|700418947357|sh              '),
      ],
    ],
    'the part of the arguments': [
      printed(`a|d67dec5ad8407bb5|7${words(16)}`),
      [
        'a|d67dec5ad8407bb5|8|336e6f68747970',
        'a|d67dec5ad8407bb5|100000000|336e6f68747970',
        'a|d67dec5ad8407bb5|-1|336e6f68747970',
        `a|d67dec5ad8407bb5|0${words(17)}`,
      ].map(printed),
    ],
  };
  for (const [what, [good, bad]] of Object.entries(cases)) {
    const events = decoder.push([good]);
    t.equal(events.length, 1, `${what}: ${good}`);
    t.notMatch(events, [{ kind: 'complaint' }], what);
    t.notMatch(events, [{ kind: 'invalid' }], what);
    for (const line of bad) t.match(decoder.push([line]), [unreadable], `${what}: ${line}`);
  }
  t.end();
});

void t.test('a time ahead of the clock is garbage; one from a full buffer is just old', (t) => {
  const day = 86_400_000_000_000n;
  const now = 1000n * day;
  const decoder = new Decoder({ kernelNow: () => now });
  const kinds = (...times: bigint[]) =>
    decoder.push(times.map((time) => printed(`c|${time}`))).map(({ kind }) => kind);
  t.strictSame(kinds(0n, now - 900n * day, now, now + 29n * day), Array(4).fill('proof'));
  t.strictSame(kinds(now + 31n * day, 2n ** 64n - 1n), ['complaint', 'complaint']);
  const unaware = new Decoder({ kernelNow: () => undefined });
  t.match(unaware.push([printed(`c|${2n ** 64n - 1n}`)]), [{ kind: 'proof' }]);
  t.end();
});

void t.test('signals that say the same share their facts', (t) => {
  const stack = '\n        __send_signal_locked+553\n';
  const [first, second, third] = decode(
    signalLine(NUMBERS, COMMS, MORE),
    signalLine(NUMBERS.replace('1|42|1684997920514', '0|7|1684997920999'), COMMS, MORE),
    signalLine(NUMBERS, COMMS, `${MORE}${stack}`),
  );
  assert(first?.kind === 'signal' && second?.kind === 'signal' && third?.kind === 'signal');
  t.equal(first.facts, second.facts);
  t.match(second, { cpu: 0, seq: 7, ktime: 1684997920999n });
  t.not(first.facts, third.facts);
  t.end();
});

void t.test('text that JSON escaped is not taken for the same text without escapes', (t) => {
  // A name of `a\\n` escaped, and one that holds a backslash, an n and so on as it stands.
  const decoder = new Decoder();
  const facts = (line: string) => {
    const [event] = decoder.push([line]);
    assert(event?.kind === 'signal');
    return event.facts;
  };
  const names = ['a"b', 'a\\b', 'a\\"b', 'a\\\\b', 'a\nb', 'a\\nb', 'a\u0001b'];
  for (const name of [...names, ...names]) {
    const line = signalLine(NUMBERS, `${name.padEnd(16)}${'sleep'.padEnd(16)}`, MORE);
    t.match(facts(line), { ...FULL_FACTS, currentComm: name }, JSON.stringify(name));
  }
  t.end();
});
