// What a real bpftrace cannot be made to show: small shell scripts stand in for it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import type { TraceRecord } from '../../src/records/records.js';

const COMMAND = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url));

/** What every stand-in can say; unless it says otherwise, that it has halted, as it is asked to. */
const prelude = (version: string) => `#!/bin/sh
[ "$1" = --version ] && { echo 'bpftrace v${version}'; exit; }
echo started >>"$0.starts"
now() { read -r up rest </proc/uptime; echo "\${up%.*}\${up#*.}0000000"; }
tick() { echo "{\\"type\\": \\"printf\\", \\"data\\": \\"t|$(now)|\${halted-1}|0|0/1|1|0\\"}"; }
proof() { echo "{\\"type\\": \\"printf\\", \\"data\\": \\"c|$(now)\\"}"; }
`;

interface Faulty {
  /** Which bpftrace it says it is. */
  readonly version?: string;
  readonly args?: readonly string[];
  /** Called with each record as it comes. */
  readonly on?: (record: TraceRecord, stop: () => void) => void;
}

/** Runs the command with a stand-in for bpftrace, to its end; looks that nothing is left of it. */
async function run(
  t: Test,
  script: string,
  { version = '0.17.0', args = ['--json'], on }: Faulty = {},
) {
  const folder = t.testdir({ bpftrace: prelude(version) + script });
  const bpftrace = join(folder, 'bpftrace');
  execFileSync('chmod', ['+x', bpftrace]);
  const began = Date.now();
  const child = execa(process.execPath, [COMMAND, '--bpftrace', bpftrace, ...args], {
    reject: false,
    stdin: 'ignore',
  });
  t.teardown(() => {
    child.kill('SIGKILL');
    for (const pid of mentioning(folder)) execFileSync('sh', ['-c', `kill -KILL ${pid} || true`]);
  });
  const records: TraceRecord[] = [];
  let open = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (open + chunk.toString()).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines.filter((text) => text.startsWith('{'))) {
      const record = JSON.parse(line) as TraceRecord;
      records.push(record);
      on?.(record, () => child.kill('SIGINT'));
    }
  });
  const { exitCode, stdout, stderr } = await child;
  const seconds = (Date.now() - began) / 1000;
  const starts = readFileSync(`${bpftrace}.starts`, 'utf8').split('\n').length - 1;
  for (let i = 0; i < 100 && mentioning(folder).length > 0; i++) await sleep(100);
  t.strictSame(mentioning(folder).map(commandLine), [], 'nothing is left running');
  const types = records.map(({ type }) => type);
  return { exitCode, stdout, stderr, records, types, starts, seconds };
}

/** Processes that have the folder in their command line. */
function mentioning(folder: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => commandLine(pid).includes(folder));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

t.jobs = 4;
const options = {
  buffered: true,
  skip: process.geteuid?.() === 0 ? false : 'needs root, as bpftrace does',
};

void t.test('exits with status 0 at once, again and again', options, async (t) => {
  const { exitCode, stderr, types, starts, seconds } = await run(t, 'exit 0');
  t.equal(exitCode, 3);
  t.equal(starts, 5);
  t.strictSame(types, [], 'tracing has never begun: no gap, and nothing to account for');
  t.match(stderr, /No trace has begun: bpftrace ended with exit status 0$/m);
  t.match(stderr, /signals-trace doctor/);
  t.ok(seconds > 0.5 * 7.5, `waits 0.5, 1, 2 and 4 s, at least half of each: ${seconds} s`);
});

void t.test('traces, and dies again and again', options, async (t) => {
  const { exitCode, stderr, records, types, starts } = await run(
    t,
    'tick; proof; sleep 0.2; echo "the lid fell shut" >&2; exit 7',
  );
  t.equal(exitCode, 4);
  t.equal(starts, 5);
  const restarts = ['gap', 'ready', 'gap', 'ready', 'gap', 'ready', 'gap', 'ready'];
  t.strictSame(types, ['ready', ...restarts, 'gap', 'end']);
  const reason = 'bpftrace ended with exit status 7; it said: the lid fell shut';
  const gaps = records.filter((record) => record.type === 'gap');
  t.match(
    gaps,
    [1, 2, 3, 4, 5].map((incarnation) => ({ reason, incarnation, unrecovered: null })),
  );
  for (const { from, to } of gaps) t.ok(from < to, `${from} is before ${to}`);
  t.match(
    records.filter((record) => record.type === 'ready'),
    [1, 2, 3, 4, 5].map((incarnation) => ({ incarnation })),
  );
  t.match(records.at(-1), { reason: /^failed: .*too often/, incarnations: 5, unaccounted: 0 });
  t.match(stderr, /the lid fell shut/);
});

void t.test('is killed by somebody else', options, async (t) => {
  const { exitCode, records, types } = await run(
    t,
    `tick; proof; sleep 0.2
     if [ "$(wc -l <"$0.starts")" = 1 ]; then kill -KILL $$; fi
     while sleep 0.1; do tick; done`,
    {
      on: (record, stop) => {
        if (record.type === 'ready' && record.incarnation === 2) stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'gap', 'ready', 'end']);
  t.match(records[1], { reason: 'bpftrace ended by signal 9' });
  t.match(records[3], { reason: 'SIGINT', incarnations: 2 });
});

/** Reads the program, whose path is the last argument in /proc. */
const PROGRAM_TEXT = 'for word; do case $word in /proc/*) text=$(cat "$word") ;; esac; done';

void t.test('rejects every program', options, async (t) => {
  const { exitCode, stderr, types, starts, seconds } = await run(
    t,
    'echo "stdin:9:1-2: ERROR: the stars are wrong" >&2; exit 1',
  );
  t.equal(exitCode, 3);
  t.equal(starts, 7, 'each program is tried, two of them with all types too, and no more');
  t.strictSame(types, []);
  t.match(
    stderr,
    /does not accept the program; it said: stdin:9:1-2: ERROR: the stars are wrong$/m,
  );
  t.match(stderr, /signals-trace program/, 'with what helps');
  t.ok(seconds < 20, 'without waiting');
});

void t.test("accepts the program with all of the kernel's types alone", options, async (t) => {
  const { exitCode, types, records } = await run(
    t,
    `case $BPFTRACE_BTF in /proc/*) echo "ERROR: Unknown struct/union: 'struct task_struct'" >&2; exit 1 ;; esac
     tick; proof; while sleep 0.1; do tick; done`,
    {
      on: (record, stop) => {
        if (record.type === 'ready') stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'end'], 'nothing less is told');
  t.match(records[0], { absent: [], incarnation: 2 });
});

void t.test('accepts the simpler program alone', options, async (t) => {
  const { exitCode, records, types, starts } = await run(
    t,
    `${PROGRAM_TEXT}
     case $text in *task_struct*) echo "ERROR: no such thing as a task" >&2; exit 1 ;; esac
     tick; proof; while sleep 0.1; do tick; done`,
    {
      on: (record, stop) => {
        if (record.type === 'ready') stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.equal(starts, 3);
  t.strictSame(types, ['ready', 'warning', 'end']);
  t.match(records[0], { absent: ['target.pid', 'target.uid'], incarnation: 3 });
  t.match(records[1], { code: 'less_is_told', message: /no such thing as a task/ });
});

void t.test('accepts all but the raw tracepoint', options, async (t) => {
  const { exitCode, records, types } = await run(
    t,
    `${PROGRAM_TEXT}
     case $text in *rawtracepoint:*) echo "ERROR: no such probe" >&2; exit 1 ;; esac
     tick; proof; while sleep 0.1; do tick; done`,
    {
      version: '0.23.2',
      on: (record, stop) => {
        if (record.type === 'ready') stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'warning', 'end']);
  t.match(records[0], { probe: 'tracepoint', absent: [], incarnation: 3 });
  t.match(records[1], { code: 'less_is_told', message: /by tracepoint.*no such probe/ });
});

void t.test('may not run', options, async (t) => {
  const { exitCode, stderr, starts } = await run(
    t,
    'echo "ERROR: Missing CAP_BPF capability, please run bpftrace as the root user." >&2; exit 1',
  );
  t.equal(exitCode, 3);
  t.equal(starts, 1);
  t.match(stderr, /may not load its program here; it said: ERROR: Missing CAP_BPF/);
  t.match(stderr, /--privileged/);
});

void t.test('hangs and ignores SIGTERM', options, async (t) => {
  const { exitCode, types, seconds } = await run(
    t,
    "halted=0; trap '' TERM INT; tick; proof; while sleep 0.1; do tick; done",
    {
      on: (record, stop) => {
        if (record.type === 'ready') stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'gap', 'end'], 'what came last is unknown, and said to be');
  t.ok(seconds >= 10, `5 s to halt, 5 s to end: ${seconds} s`);
});

void t.test('hangs, and the user loses patience', options, async (t) => {
  let stopped = 0;
  const { exitCode, types, seconds } = await run(
    t,
    "halted=0; trap '' TERM INT; tick; proof; while sleep 0.1; do tick; done",
    {
      on: (record, stop) => {
        if (record.type !== 'ready') return;
        stop();
        stopped = Date.now();
        setTimeout(stop, 500);
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'gap', 'end']);
  t.ok(Date.now() - stopped < 8_000, `before 10 s: ${seconds} s`);
});

void t.test('falls silent', options, async (t) => {
  const { exitCode, types, records } = await run(
    t,
    `tick; proof
     if [ "$(wc -l <"$0.starts")" = 1 ]; then exec sleep 1000; fi
     while sleep 0.1; do tick; done`,
    {
      on: (record, stop) => {
        if (record.type === 'ready' && record.incarnation === 2) stop();
      },
    },
  );
  t.equal(exitCode, 0);
  t.strictSame(types, ['ready', 'gap', 'ready', 'end']);
  t.match(records[1], { reason: 'bpftrace ended by signal 9' });
});

const HOSTILE = String.raw`\033[2J\033]0;owned\007 100%% "quoted" {} \\ end`;
const GARBAGE = `
  printf '%s\\n' 'not JSON' '{"type": "printf", "data": "s|1|' '{"type": "map"}' '[]' 'null' '{}'
  printf '%s\\n' '{"type": "printf", "data": "s|x|y"}' '{"type": "printf", "data": "q|1"}'
  head -c 4096 /dev/urandom; echo
  printf '${HOSTILE}\\n'
  tick; proof; while sleep 0.1; do tick; done`;

void t.test('prints garbage', options, async (t) => {
  const { exitCode, records, types } = await run(t, GARBAGE, {
    on: (record, stop) => {
      if (record.type === 'ready') stop();
    },
  });
  t.equal(exitCode, 0, 'it traces on');
  t.equal(types.filter((type) => type === 'ready').length, 1);
  const messages = records.flatMap((record) => (record.type === 'warning' ? record.message : []));
  for (const words of ['not JSON', 's|x|y', 'q|1', 'owned']) {
    t.ok(
      messages.some((message) => message.includes(words)),
      `a warning quotes ${words}`,
    );
  }
  t.match(records.at(-1), { type: 'end', generated: 0, received: 0, unaccounted: 0 });
});

void t.test('prints garbage at a person', options, async (t) => {
  const { exitCode, stdout, stderr } = await run(t, GARBAGE, { args: ['--duration', '1s'] });
  t.equal(exitCode, 0);
  t.match(stdout, /owned/, 'it is shown');
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  t.notMatch(stdout + stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/, 'and cannot move the cursor');
});

void t.test('prints a hostile last word', options, async (t) => {
  const { exitCode, stderr } = await run(t, `printf 'ERROR: ${HOSTILE}\\n' >&2; exit 1`);
  t.equal(exitCode, 3);
  t.match(stderr, /owned/);
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  t.notMatch(stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});
