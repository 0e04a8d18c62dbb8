import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import t from 'tap';

import { shortHelp } from '../../src/cli/help.js';
import { main } from '../../src/cli/main.js';
import type { SignalsTraceError } from '../../src/errors.js';
import { printable } from '../../src/outputs/printable.js';
import { RECORD_SCHEMA } from '../../src/records/record-schema.js';
import { version } from '../../src/version.js';
import { fakeProgram } from '../support/fake-program.js';
import { stdoutOf } from '../support/stdout-of.js';

const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url));

function run(args: readonly string[], stdout: 'pipe' | number = 'pipe') {
  return spawnSync(process.execPath, [BIN, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
    timeout: 60_000,
  });
}

void t.test('wrong usage waits for no bpftrace', (t) => {
  const folder = dirname(fakeProgram(t, 'bpftrace', 'exec sleep 1000'));
  const began = Date.now();
  const { status, stderr } = spawnSync(process.execPath, [BIN, '--sginal', 'TERM'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
  });
  t.equal(status, 2);
  t.match(stderr, /Unknown argument/);
  t.ok(Date.now() - began < 20_000, 'at once');
  t.end();
});

const WRONG: readonly [args: readonly string[], message: RegExp, hint: RegExp][] = [
  [['--sginal', 'TERM'], /: Unknown argument: --sginal$/, /did you mean --signal\?/],
  [['--fron=1'], /: Unknown argument: --fron$/, /did you mean --from\?/],
  [['-z'], /: Unknown argument: -z$/, /help trace/],
  [['-az'], /: Unknown argument: -z$/, /help trace/],
  [['--bo.gus', '1'], /: Unknown argument: --bo\.gus$/, /help trace/],
  [['--bad\u001B[2J'], /: Unknown argument: --bad\\x1b\[2J$/, /help trace/],
  [['--hepl'], /: Unknown argument: --hepl$/, /did you mean --help\?/],
  [['882', '883'], /: Unknown argument: 883$/, /--from or --to/],
  [['-s'], /-s needs a value/, /-s SIGNALS: /],
  [['--duration'], /--duration needs a value/, /10s, 5m/],
  [['--output', 'tabel'], /--output cannot be "tabel"/, /table, wide, long, json/],
  [
    ['--probe', 'uprobe'],
    /--probe cannot be "uprobe"/,
    /auto, tracepoint, rawtracepoint, fentry, kprobe/,
  ],
  [['--log-level', 'loud'], /--log-level cannot be "loud"/, /info, debug/],
  [['-s', 'TREM'], /no signal "TREM"/, /did you mean TERM\?/],
  [['--json', '-o', 'wide'], /--json and --output wide contradict/, /leave one/],
  [['-a', '--hide-noise'], /--all and --hide-noise contradict/, /leave one/],
  [['--duration', '10x'], /--duration "10x"/, /500ms/],
  [['-n', '0'], /--count "0"/, /10/],
  [['--buffer', '1'], /--buffer "1"/, /64M/],
  [['--to', '4194303'], /no process has this pid/, /pgrep/],
  [['--to', `evil\n\u001B[2J${'x'.repeat(256)}`], /--to "evil\\n\\u001b\[2Jx+…"/, /regex/],
  [['--write', '/dev/null/x'], /--write "\/dev\/null\/x": ENOTDIR/, /folder/],
  [['program', '--nonsense'], /nonsense/, /help program/],
  [['schema', 'extra'], /extra/, /schema takes no words/],
  [['--pid', '5'], /: Unknown argument: --pid$/, /here that is --to WHO$/],
  [['-p', '5'], /: Unknown argument: -p$/, /here that is --to WHO$/],
  [['--since', '-1h'], /Unknown arguments: .*--since/, /^--since is not in this version$/],
  [['--', 'make'], /Words after --/, /--to NAME/],
  [['trace', 'version'], /version is a command/, /--to version/],
  [['trace', 'top'], /The command top is not in this version/, /--to top/],
  [['help', 'docter'], /no command "docter"/, /did you mean doctor\?/],
  [['completion', 'fish'], /no completion for "fish"/, /bash, or zsh/],
  [['--unti', 'nginx'], /unti/, /did you mean --unit\?/],
  [['--container', 'web-1'], /--container "web-1" is no container id/, /docker ps/],
  [['--origin', 'kil'], /no origin "kil"/, /did you mean kill\?/],
  [['--code', '-4294967296'], /no code -4294967296/, /32 bits/],
  [['program', '--ancestors'], /: Unknown argument: --ancestors$/, /help program/],
  [['doctor', '--jsn', '--duration', '1s'], /: Unknown arguments: --jsn, --duration$/, /--json\?/],
  [['doctor', '--duratoin', '1s'], /: Unknown argument: --duratoin$/, /help doctor/],
  [['smoke', '--patienc', '1s'], /: Unknown argument: --patienc$/, /--patience\?/],
  [['smoke', '--report', 'xml'], /--report cannot be "xml"/, /tap, junit/],
  [['smoke', '--patience', '0'], /--patience "0"/, /500ms/],
  [['smoke', 'extra'], /extra/, /smoke takes no words/],
  [
    ['run', 'make'],
    /The command run is not in this version/,
    /signals-trace --to NAME; .*--to run/,
  ],
  [['-n', '1', 'why'], /The command why is not in this version/, /--to why/],
  [['trace', '--sginal', '1'], /: Unknown argument: --sginal$/, /did you mean --signal\?/],
  [['doctor', '--jsn'], /jsn/, /did you mean --json\?/],
];

void t.test('wrong usage: the error says what is wrong and what mends it', async (t) => {
  for (const [args, message, hint] of WRONG) {
    const what = JSON.stringify(args);
    let error: unknown;
    const stdout = await stdoutOf(async () => {
      error = await main(args).catch((error: unknown) => error);
    });
    t.equal(stdout, '', what);
    t.match(error, { code: 'usage', exitCode: 2 }, what);
    const { message: said, hint: mends } = error as SignalsTraceError;
    t.match(`signals-trace: ${printable(said)}`, message, what);
    t.match(printable(mends), hint, what);
  }
});

/** Cases of each command, and those with control characters. */
const PRINTED = WRONG.filter(
  ([args]) =>
    args.some((arg) => /\p{Cc}/u.test(arg)) || ['--fron=1', 'smoke', 'run'].includes(args[0] ?? ''),
);

void t.test('wrong usage: exit 2, two lines on stderr, and nothing on stdout', (t) => {
  t.ok(PRINTED.length > 5);
  for (const [args, message, hint] of PRINTED) {
    const { status, stdout, stderr } = run(args);
    const what = JSON.stringify(args);
    t.equal(status, 2, what);
    t.equal(stdout, '', what);
    t.match(stderr, /^signals-trace: [^\p{Cc}]+\n {2}[^\p{Cc}]+\n$/u, what);
    const [first = '', second = ''] = stderr.split('\n');
    t.match(first, message, what);
    t.match(second, hint, what);
  }
  t.end();
});

void t.test('--help answers on stdout, with what it can do and what it is for', (t) => {
  const { status, stdout, stderr } = run(['--help']);
  t.equal(status, 0);
  t.equal(stderr, '');
  t.equal(stdout, shortHelp());
  const all = run(['help', 'all']).stdout;
  for (const group of ['Which signals:', 'The probes:', 'What is shown:', 'How long:']) {
    t.match(all, group);
  }
  t.equal(run(['doctor', '-h']).stdout, run(['help', 'doctor']).stdout);
  t.end();
});

void t.test('the program is the one that a trace with the same flags would run', (t) => {
  const text = (...flags: string[]) => run(['program', ...flags]).stdout;
  t.notMatch(text(), /sys_enter_kill/);
  t.match(text('--attempts'), /sys_enter_kill/);
  t.match(text(), /arg_end/);
  t.notMatch(text('--no-cmdline'), /arg_end/);
  t.notMatch(text('--lean'), /arg_end/);
  t.match(text('--code', '-6', '--user', '0'), /\$code == -6[^]*|\$target->cred->uid\.val == /);
  t.notMatch(text('--unit', 'a"b'), /a"b/);
  t.end();
});

void t.test('program names its variant; --fallbacks prints every program in order', (t) => {
  const one = run(['program']).stdout;
  const all = run(['program', '--fallbacks']).stdout;
  const [, of = ''] = /^\/\/ Program 1 of (\d+): \w+\.\n/.exec(one) ?? [];
  t.ok(all.startsWith(one));
  t.strictSame(
    [...all.matchAll(/^\/\/ Program (\d+) of (\d+): \w+\.$/gm)].map((match) => match.slice(1)),
    Array.from({ length: Number(of) }, (_, index) => [String(index + 1), of]),
  );
  t.end();
});

void t.test('--version, schema', (t) => {
  for (const word of ['--version', 'version']) {
    t.match(run([word]), { status: 0, stdout: `${version}\n`, stderr: '' });
  }
  t.equal(run(['help']).stdout, run(['--help']).stdout);
  t.match(run(['help', 'doctor']).stdout, /--bpftrace/);
  const { status, stdout } = run(['schema']);
  t.equal(status, 0);
  t.same(JSON.parse(stdout), RECORD_SCHEMA);
  t.end();
});

void t.test('variables set options; wrong ones are told', (t) => {
  const ran = (env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
    spawnSync(process.execPath, [BIN, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
  t.match(ran({ SIGNALS_TRACE_ATTEMPTS: '1' }, 'program').stdout, /sys_enter_kill/);
  t.match(ran({ SIGNALS_TRACE_SIGNAL: 'TREM' }), {
    status: 2,
    stderr:
      /^signals-trace: There is no signal "TREM"\n .*the environment sets SIGNALS_TRACE_SIGNAL\n$/,
  });
  t.match(ran({ SIGNALS_TRACE_SINGAL: 'TERM' }, 'schema'), {
    status: 0,
    stderr:
      /^signals-trace: "SIGNALS_TRACE_SINGAL" sets no option; did you mean SIGNALS_TRACE_SIGNAL\?\n$/,
  });
  t.end();
});

void t.test('a stdout that cannot take it all is told of', (t) => {
  const full = openSync('/dev/full', 'w');
  t.teardown(() => {
    closeSync(full);
  });
  const { status, stderr } = run(['schema'], full);
  t.equal(status, 4);
  t.match(stderr, /^signals-trace: Cannot write stdout: ENOSPC[^\n]*\n {2}make room[^\n]*\n$/);
  t.end();
});

void t.test('a reader that has had enough changes nothing', (t) => {
  const status = (args: string, redirection: string) =>
    spawnSync(
      'sh',
      [
        '-c',
        `exec 3>&1; { "$0" "$1" ${args} ${redirection}; echo $? >&3; } | true`,
        process.execPath,
        BIN,
      ],
      { encoding: 'utf8' },
    );
  t.match(status('schema', ''), { stdout: '0\n', stderr: '' });
  t.match(status('--nonsense', '2>&1'), { stdout: '2\n', stderr: '' });
  t.end();
});
