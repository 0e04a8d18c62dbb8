import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import stringWidth from 'string-width';
import t, { type Test } from 'tap';

import type { TraceRecord } from '../../src/records/records.js';
import { COMMAND } from '../support/live-trace.js';
import { cannotShow, runs } from '../support/needs.js';
import { puppet } from '../support/python.js';
import { Terminal } from '../support/tmux.js';
import { until } from '../support/until.js';

/** All here is sent to processes of this user, who has none but those of this test. */
const USER = 23450;
const SIGNALS = ['TERM', 'RTMIN+30', 'USR1'];
/** Each as it may stand on a screen of 80 columns, as far as there is room. */
const NAMES = {
  plain: 'plain',
  '15-bytes-in-all': '15-bytes',
  'new\nline': 'new\\x0a',
  '\u001B[2J\u001B[31mred': '\\x1b[2J',
  '\u202Etfel': '\\u{202e}',
  日本語日本: '日本語',
};

/** No command lines: names are what is shown then. */
const BY_NAME = '--no-cmdline';

const ROWS = SIGNALS.length * Object.keys(NAMES).length;

/** Takes each name in turn and is sent the signals by a child, the last of them ignored. */
const PLAY = `
os.setgid(${USER}); os.setuid(${USER})
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, 64])
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
for name in ${JSON.stringify(Object.keys(NAMES))}:
    named(name.encode())
    if not os.fork():
        for signo in [15, 64, 10]: os.kill(os.getppid(), signo)
        os._exit(0)
    os.wait()
    signal.sigtimedwait([signal.SIGTERM], 0); signal.sigtimedwait([64], 0)
say(done=1)
sys.stdin.read()
`;

interface Options {
  readonly columns: number;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What is to be seen before the Ctrl-C. */
  readonly until?: string;
}

/** The screen after the play and a Ctrl-C. */
async function screen(t: Test, { columns, args = [], env = {}, until: seen = '' }: Options) {
  const file = join(t.testdir(), 'records');
  const filter = ['-s', SIGNALS.join(','), '--to-user', String(USER), BY_NAME];
  const command = [process.execPath, COMMAND, ...filter, '--write', file, ...args];
  const terminal = await Terminal.open(t, columns, command, env);
  const waitFor = (type: TraceRecord['type'], count = 1) =>
    until(
      () => records(file).filter((record) => record.type === type)[count - 1],
      () => `no ${type} in ${JSON.stringify(records(file))}`,
    );
  await waitFor('ready');
  await puppet(t, 'player', PLAY).hears();
  await waitFor('signal', ROWS);
  await terminal.shows(seen);
  await terminal.shows('kill ', ROWS);
  await terminal.press('C-c');
  await terminal.ended();
  return { lines: await terminal.lines(), coloured: await terminal.coloured() };
}

function records(file: string): TraceRecord[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as TraceRecord);
  } catch {
    return [];
  }
}

/** The rows of signals; each begins its cells where the header begins its titles. */
function rowsOf(t: Test, lines: readonly string[], columns: number): string[] {
  const [header = '', ...rest] = lines;
  // An outcome that came late has a row of its own, with an ellipsis.
  const rows = rest.filter((line) => /^\d\d:\d\d:\d\d\.\d{3} .* kill +[^ …]/.test(line));
  t.equal(rows.length, ROWS, 'a line each, none wraps');
  const [signals, origins] = [header.indexOf('SIG'), header.indexOf('ORIGIN')];
  for (const row of rows) {
    const [, from = '', signal = '', to = ''] =
      /^([\d:.]+ .*?\[\d+\] *)(TERM|RTMIN\+30|USR1) +(.*?\[\d+\] *)kill /.exec(row) ?? [];
    t.equal(stringWidth(from), signals, `${row}: SIG under its title`);
    t.equal(stringWidth(from) + signal.padEnd(9).length + stringWidth(to), origins, 'ORIGIN too');
    t.ok(stringWidth(row) <= columns);
  }
  return rows;
}

void t.test('80 columns, in colour', { skip: cannotShow }, async (t) => {
  const { lines, coloured } = await screen(t, { columns: 80 });
  t.match(lines[0], /^TIME +FROM +SIG +TO +ORIGIN +OUTCOME$/);
  const rows = rowsOf(t, lines, 80);
  for (const shown of Object.values(NAMES)) {
    const named = rows.filter((row) => row.split(shown).length === 3);
    t.equal(named.length, SIGNALS.length, `${shown} at both ends`);
  }
  t.match(rows[0], /^[\d:.]+ plain\[\d+\] +TERM +plain\[\d+\] +kill +pending$/);
  t.match(rows[2], /USR1 .* ignored( |…)/);
  t.match(coloured, /ESC\[33m[\d:.]+ plain.* TERM/, 'a grave signal in yellow');
  t.match(coloured, /ESC\[2m[\d:.]+ plain.* USR1/, 'an ignored one dim');
  t.match(
    lines.join('\n'),
    /^\^C\n+18 signals shown, 0 lost$/m,
    'the ledger, on a line of its own',
  );
});

void t.test('120 columns, NO_COLOR', { skip: cannotShow }, async (t) => {
  const { lines, coloured } = await screen(t, { columns: 120, env: { NO_COLOR: '1' } });
  const rows = rowsOf(t, lines, 120);
  t.match(rows[3], '15-bytes-in-all[', 'there is room for all of a name');
  t.notMatch(coloured, 'ESC');
});

void t.test('200 columns, -o wide, --summary and --stats', { skip: cannotShow }, async (t) => {
  const args = ['-o', 'wide', '--summary', '--stats'];
  const { lines } = await screen(t, { columns: 200, args, until: 'shown, tracing' });
  t.match(lines[0], /ORIGIN +OUTCOME +CODE +SCOPE +TID +UID +CPU$/);
  const rows = rowsOf(
    t,
    lines.filter((line) => !line.includes('signals/s')),
    200,
  );
  t.match(rows[0], `kill         pending         0     process `);
  t.match(rows[0], new RegExp(` ${USER}>${USER} +\\d+$`));
  const text = lines.join('\n');
  t.match(text, /COUNT +FROM +SIG +TO\n +1 plain\[\d+\] +TERM +plain\[\d+\]\n/, 'the summary');
  t.match(text, /signals\/s, 0 lost, \d+ shown, tracing/, 'the stats');
});

void t.test('-o long', { skip: cannotShow }, async (t) => {
  const { lines } = await screen(t, { columns: 100, args: ['-o', 'long', '--summary'] });
  const [began, block] = lines.join('\n').split('\n\n');
  t.match(began, /^Tracing since [-\dT:.]+Z$/m);
  t.match(block, /^SIGTERM \(15\) at [-\dT:.]+Z$/m);
  const end = `plain\\[\\d+\\] \\(uid ${USER}`;
  t.match(block, new RegExp(`^  from +${end}, gid ${USER}, [^)]*\\)$`, 'm'));
  t.match(block, new RegExp(`^  to +${end}, [^)]*\\), the whole process$`, 'm'));
  t.match(block, /^ {2}origin +kill \(si_code 0 SI_USER\)$/m);
  t.match(block, /^ {2}result +delivered$/m);
  t.match(block, /^ {2}outcome +pending$/m);
});

const cannotPage = cannotShow === false && !runs('less', '--version') ? 'needs less' : cannotShow;
const PAGED: [what: string, env: NodeJS.ProcessEnv, coloured: boolean][] = [
  ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
  ['NO_COLOR', { NO_COLOR: '1' }, false],
  ['neither', {}, false],
];
for (const [what, env, isColoured] of PAGED) {
  void t.test(`a pipe to less -R, ${what}`, { skip: cannotPage }, async (t) => {
    const file = join(t.testdir(), 'records');
    const target = spawn('sleep', ['60']);
    t.teardown(() => target.kill('SIGKILL'));
    const trace = `${process.execPath} ${COMMAND} -s TERM --to ${target.pid} -n 1 --write ${file}`;
    const terminal = await Terminal.open(t, 120, ['sh', '-c', `${trace} | less -R`], env);
    await until(() => records(file).some(({ type }) => type === 'ready'), 'ready');
    target.kill('SIGTERM');
    await terminal.shows(' TERM ');
    const seen = await terminal.coloured();
    t.equal(/ESC\[3[13]m[\d:.]+ .* TERM +sleep/.test(seen), isColoured, seen);
    t.notMatch((await terminal.lines()).join(''), /\[3[13]m/, 'colours, not their escapes');
    // The pager may not read its keys yet.
    const pressing = setInterval(() => void terminal.press('q').catch(() => undefined), 1000);
    t.teardown(() => {
      clearInterval(pressing);
    });
    await terminal.press('q');
    await terminal.ended();
  });
}
