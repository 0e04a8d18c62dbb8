// Real services: what a person reads of a stop, at 80 and at 160 columns.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { execa } from 'execa';
import stringWidth from 'string-width';
import t, { type Test } from 'tap';

import { table } from '../../src/outputs/table.js';
import type { TraceRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';
import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace, runs } from '../support/needs.js';
import { olderNode } from '../support/older-node.js';

const SIGNALS = 'TERM,QUIT,HUP,KILL,WINCH';
const SETTLES_MS = 1000;
/** The test's own process, from which signals come that nothing else sends. */
const US = String.raw`\S*services\S*\[${process.pid}\]`;

/** Debian keeps it off PATH, by version; where there is none, a name that is none. */
const POSTGRES = newest('/usr/lib/postgresql', (version) => `${version}/bin/postgres`);
const PHP_FPM = newest('/usr/sbin', (name) => (name.startsWith('php-fpm') ? name : undefined));

interface Service {
  readonly what: string;
  /** Program, and an option with which it ends at once. */
  readonly needs: readonly [string, string];
  /** Starts it in a folder; the process that a person would signal. */
  readonly start: (t: Test, folder: string) => Promise<ChildProcess>;
  /** What is traced; by default all under the process. */
  readonly filter?: readonly string[];
  /** What is done to it; by default a TERM. */
  readonly act?: (service: ChildProcess, folder: string) => Promise<unknown>;
  /** The rows that a person has to read, without their times; blanks stand for any number of them. */
  readonly narrow: (pid: string) => readonly string[];
  readonly broad: (pid: string) => readonly string[];
}

/** The last file of a folder by its name. */
function newest(folder: string, file: (entry: string) => string | undefined): string {
  const entries = existsSync(folder) ? readdirSync(folder).sort() : [];
  const found = entries.map(file).findLast((name) => name !== undefined);
  return join(folder, found ?? 'none');
}

/** Starts a program in the foreground. */
function start(t: Test, cwd: string, file: string, ...args: string[]): ChildProcess {
  const child = spawn(file, args, { cwd, stdio: 'ignore' });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

const ENDS = String.raw`exit 0 after [\d.]+m?s`;
const HANDLED = String.raw`handled [\d.]+[µm]?s`;

const SERVICES: readonly Service[] = [
  {
    what: 'nginx',
    needs: ['nginx', '-v'],
    async start(t, folder) {
      const configuration = `daemon off; pid ${folder}/pid; error_log /dev/null; events {} http { access_log off; server { listen unix:${folder}/socket; } }`;
      await execa('sh', ['-c', 'printf %s "$1" > nginx.conf', 'sh', configuration], {
        cwd: folder,
      });
      return start(t, folder, 'nginx', '-c', join(folder, 'nginx.conf'));
    },
    narrow: (pid) => [`.*\\[${process.pid}\\] TERM nginx.*\\[${pid}\\] kill .*exit 0.*`],
    broad: (pid) => [
      `${US} .*TERM nginx: master process .*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`,
    ],
  },
  {
    what: 'gunicorn',
    needs: ['gunicorn', '--version'],
    async start(t, folder) {
      const app = "def app(e, s):\n  s('200 OK', [])\n  return [b'']\n";
      await execa('sh', ['-c', 'printf "%s" "$1" > app.py', 'sh', app], { cwd: folder });
      return start(t, folder, 'gunicorn', '-b', `unix:${folder}/socket`, 'app:app');
    },
    narrow: (pid) => [`gun.*\\[${pid}\\] TERM gun.*\\[\\d+\\] kill .*`],
    broad: (pid) => [
      `gunicorn.*\\[${pid}\\].* TERM gunicorn.*\\[\\d+\\].* kill .*`,
      `${US} .*TERM gunicorn.*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`,
    ],
  },
  {
    what: 'supervisord',
    needs: ['supervisord', '--version'],
    async start(t, folder) {
      const configuration = `[supervisord]\nnodaemon=true\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile=${folder}/pid\n[program:nap]\ncommand=sleep 986\n`;
      await execa('sh', ['-c', 'printf %s "$1" > s.conf', 'sh', configuration], { cwd: folder });
      return start(t, folder, 'supervisord', '-c', join(folder, 's.conf'));
    },
    narrow: (pid) => [`superv.*\\[${pid}\\] TERM sleep 986\\[\\d+\\] kill died .*`],
    broad: (pid) => [
      `supervisord.*\\[${pid}\\].* TERM sleep 986\\[\\d+\\].* kill died [\\d.]+[µm]?s`,
      `${US} .*TERM supervisord.*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`,
    ],
  },
  {
    what: 'Apache, asked to stop in good order by a WINCH',
    needs: ['apache2', '-v'],
    async start(t, folder) {
      const modules = '/usr/lib/apache2/modules';
      const load = ['mpm_event', 'authz_core'].map(
        (name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
      );
      const more = [
        `PidFile ${folder}/pid`,
        'ErrorLog /dev/null',
        'ServerName here',
        'Listen 45986',
      ];
      await execa(
        'sh',
        ['-c', 'printf %s "$1" > a.conf', 'sh', [...load, ...more, ''].join('\n')],
        {
          cwd: folder,
        },
      );
      return start(t, folder, 'apache2', '-D', 'FOREGROUND', '-f', join(folder, 'a.conf'));
    },
    act: (service) => execa('/bin/kill', ['-WINCH', String(service.pid)]),
    narrow: (pid) => [`kill.* WINCH apache2\\S*\\[${pid}\\] kill .*exit 0.*`],
    broad: (pid) => [`kill.* WINCH apache2 .*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`],
  },
  {
    what: 'PostgreSQL',
    needs: [POSTGRES, '--version'],
    async start(t, folder) {
      const data = join(folder, 'data');
      await execa('chmod', ['755', folder]);
      await execa('install', ['-d', '-o', 'postgres', data]);
      const as = (...command: string[]) => [
        '--reuid=postgres',
        '--regid=postgres',
        '--init-groups',
        ...command,
      ];
      await execa('setpriv', as(POSTGRES.replace(/postgres$/, 'initdb'), '-D', data, '--no-sync'), {
        cwd: '/',
      });
      return start(
        t,
        '/',
        'setpriv',
        ...as(POSTGRES, '-D', data, '-k', data, '-c', 'listen_addresses='),
      );
    },
    narrow: (pid) => [`.*\\[${process.pid}\\] TERM postg.*\\[${pid}\\] kill .*exit 0.*`],
    broad: (pid) => [
      `postgres -D .*\\[${pid}\\].* TERM postgres: autovacuum launcher.*\\[\\d+\\].* kill .*`,
      `${US} .*TERM postgres -D .*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`,
    ],
  },
  {
    what: 'php-fpm',
    needs: [PHP_FPM, '-v'],
    async start(t, folder) {
      const configuration = `[global]\ndaemonize=no\nerror_log=/dev/null\npid=${folder}/pid\n[www]\nuser=nobody\nlisten=${folder}/socket\npm=static\npm.max_children=2\n`;
      await execa('sh', ['-c', 'printf %s "$1" > f.conf', 'sh', configuration], { cwd: folder });
      return start(t, folder, PHP_FPM, '-n', '-y', join(folder, 'f.conf'));
    },
    narrow: (pid) => [
      `php-f.*\\[${pid}\\] TERM php-f.*\\+1 kill .*`,
      `.*\\[${process.pid}\\] TERM php-f.*\\[${pid}\\] kill .*exit 0.*`,
    ],
    broad: (pid) => [
      `php-fpm: master process.*\\[${pid}\\].* TERM php-fpm: pool www\\[\\d+\\] \\+1 kill .*`,
      `${US} .*TERM php-fpm: master process.*\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`,
    ],
  },
  {
    what: 'tini',
    needs: ['tini', '--version'],
    start: (t, folder) => Promise.resolve(start(t, folder, 'tini', '-s', '--', 'sleep', '987')),
    narrow: (pid) => [`tini.*\\[${pid}\\] (<.* )?TERM sleep 987\\[\\d+\\] kill died .*`],
    broad: (pid) => [
      `tini -s -- sleep 987\\[${pid}\\].* TERM sleep 987\\[\\d+\\].* kill died [\\d.]+[µm]?s`,
      `${US} .*TERM tini -s -- sleep 987\\[${pid}\\].* kill .*exit 143.*`,
    ],
  },
  {
    what: 'tmux',
    needs: ['tmux', '-V'],
    start: (t, folder) =>
      Promise.resolve(
        start(t, folder, 'tmux', '-S', join(folder, 'socket'), '-D', '-f', '/dev/null'),
      ),
    async act(_, folder) {
      const tmux = (...args: string[]) => execa('tmux', ['-S', join(folder, 'socket'), ...args]);
      await tmux('new-session', '-d', 'exec sleep 988');
      await sleep(500);
      await tmux('kill-server');
    },
    // Whose server ends has no ancestors a moment later.
    filter: ['--to', 'sleep'],
    narrow: (pid) => [`by tmux.*\\[${pid}\\] HUP sleep 988\\[\\d+\\] tty died .*`],
    broad: (pid) => [`closed by tmux: server\\[${pid}\\] HUP sleep 988\\[\\d+\\].* tty died .*`],
  },
  {
    what: 'Node.js 24, whose main thread has another name',
    needs: ['npm', '--version'],
    async start(t, folder) {
      const node = (await olderNode(t, '24.22.3')) ?? process.execPath;
      const app = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);';
      await execa('sh', ['-c', 'printf %s "$1" > server.cjs', 'sh', app], { cwd: folder });
      return start(t, folder, node, 'server.cjs');
    },
    narrow: (pid) => [`.*\\[${process.pid}\\] TERM server.*\\[${pid}\\] kill .*exit 0.*`],
    broad: (pid) => [`${US} .*TERM server.cjs\\[${pid}\\].* kill (… )?(${HANDLED}; )?${ENDS}`],
  },
];

/** The rows of a table of so many columns, without their times and with one blank for many. */
function rows(records: readonly TraceRecord[], columns: number): string[] {
  const format = table({ cut: true, columns, wide: false, colour: false, now: () => 0 });
  const text = records.map((record) => format.record(new MadeRecord(record))).join('');
  const lines = `${text}${format.flush()}`.split('\n').slice(0, -1);
  for (const line of lines) {
    // Sentences may wrap.
    if (!line.startsWith('!') && stringWidth(line) > columns)
      throw new Error(`wider than ${columns} columns: ${line}`);
  }
  return lines
    .filter((line) => !line.startsWith('!'))
    .map((line) => line.replace(/^\S+ +/, '').replace(/ +/g, ' '));
}

for (const { what, needs, start, act, narrow, broad, ...more } of SERVICES) {
  const [program, version] = needs;
  const skip = cannotTrace || (!runs(program, version) && `needs ${program}`);
  void t.test(what, { skip }, async (t) => {
    const folder = t.testdir();
    const service = await start(t, folder);
    await once(service, 'spawn');
    const pid = service.pid ?? 0;
    const filter = more.filter ?? ['--under', String(pid)];
    const args = ['--json', '--ancestors', ...filter, '--signal', SIGNALS];
    const trace = await LiveTrace.start(t, args);
    await sleep(SETTLES_MS);
    const ended = once(service, 'exit');
    await (act?.(service, folder) ?? service.kill('SIGTERM'));
    await ended;
    await sleep(SETTLES_MS);
    const { records } = await trace.stop();
    for (const [columns, expected] of [
      [80, narrow(String(pid))],
      [160, broad(String(pid))],
    ] as const) {
      const shown = rows(records, columns);
      for (const row of expected) {
        const pattern = new RegExp(`^${row}$`);
        t.ok(
          shown.some((each) => pattern.test(each)),
          `${columns}: ${row}`,
          { shown },
        );
      }
    }
  });
}
