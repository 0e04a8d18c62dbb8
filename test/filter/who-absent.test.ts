import t from 'tap';

import type { Present } from '../../src/filter/option.js';
import { parseWho } from '../../src/filter/who.js';
import { absentWhos } from '../../src/filter/who-absent.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';

/** nginx[882] with a thread 890 runs, and the tracer. */
const PROC: Proc = {
  ...NO_PROC,
  pids: () => [882, process.pid],
  comm: (pid) => (pid === 882 ? 'nginx' : 'node'),
  commandLine: (pid) => (pid === 882 ? 'nginx -g daemon' : 'signals-trace /absent/'),
  processOf: (tid) => ({ 882: 882, 890: 882 })[tid],
  cgroup: () => '/system.slice/nginx.service',
};

function absent(flag: string, text: string, other: Partial<Present> = {}): string[] {
  const present = { proc: PROC, attempts: false, commands: ['doctor', 'smoke'], ...other };
  return absentWhos(flag, [parseWho(flag, text)], present);
}

void t.test('a process that runs is not absent', (t) => {
  for (const text of ['882', '0', 'nginx', '/daemon/', 'nginx.service', 'system.slice']) {
    t.strictSame(absent('--to', text), [], text);
  }
  t.end();
});

void t.test('a process that may start later gets a sentence', (t) => {
  const cases: [text: string, sentence: RegExp][] = [
    ['apache2', /^--to "apache2": no process is called that now; waiting for one$/],
    ['/absent/', /^--to "\/absent\/u": no command line matches now/],
    ['ngnix.service', /^--to "ngnix.service": no process is in such a unit now.*there is nginx/],
    ['user.slice', /no process is in such a slice now/],
    ['container/12ab', /no process is in such a container now/],
    ['pod/12345678-1234-1234-1234-123456789abc', /no process is in such a pod now/],
    ['88x', /\(a pid has digits alone\)$/],
  ];
  for (const [text, sentence] of cases) t.match(absent('--to', text), [sentence], text);
  t.strictSame(
    absentWhos('--to', [parseWho('', 'a'), parseWho('', '882'), parseWho('', 'b')], {
      proc: PROC,
      attempts: false,
      commands: [],
    }).length,
    2,
  );
  t.end();
});

void t.test('a pid that no process has is refused, and a thread', (t) => {
  t.throws(() => absent('--to', '7'), {
    code: 'usage',
    message: '--to 7: no process has this pid',
  });
  t.throws(() => absent('--to', '890'), { message: /a thread of process 882/, hint: /give 882/ });
  t.end();
});

void t.test('failed calls can be waited for, but not from a pid that no process has', (t) => {
  t.match(absent('--to', '7', { attempts: true }), [/^--to 7: .*waiting for calls/]);
  t.throws(() => absent('--from', '7', { attempts: true }), { code: 'usage' });
  t.throws(() => absent('--to', '890', { attempts: true }), { code: 'usage' });
  t.end();
});

void t.test('a name that looks like a slip is refused', (t) => {
  t.throws(() => absent('the target', '10s'), { code: 'usage', hint: /^--duration 10s/ });
  t.throws(() => absent('the target', 'docter'), {
    code: 'usage',
    message: /no command "docter"/,
    hint: /signals-trace doctor\?/,
  });
  t.match(absent('--to', 'docter'), [/waiting for one$/], 'a flag takes no command');
  t.end();
});
