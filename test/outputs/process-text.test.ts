import t from 'tap';

import { labelWithoutNumbers, launchedBy } from '../../src/outputs/process-text.js';

const BASH = { pid: 6, comm: 'bash' };
const SUDO = { pid: 5, comm: 'sudo', cmd: 'sudo -u svc bash' };
const CRON = { pid: 4, comm: 'cron', cmd: '/usr/sbin/cron -f' };
const INIT = { pid: 1, comm: 'systemd' };

void t.test('who is behind a sender', (t) => {
  const cases: [string, readonly { pid: number; comm: string; cmd?: string }[]][] = [
    ['', []],
    ['', [BASH, SUDO, INIT]],
    [' <cron', [BASH, SUDO, CRON, INIT]],
    [' <hup.sh', [{ ...BASH, cmd: '/bin/bash /opt/hup.sh 882' }, CRON, INIT]],
    [' <watch.py', [{ pid: 9, comm: 'python3', cmd: 'python3 watch.py' }, INIT]],
    [' <my hup~', [{ ...BASH, cmd: "bash '/opt/my hup~' 882" }, CRON, INIT]],
    [' <cron', [{ ...BASH, cmd: "bash '/dev/a b'" }, CRON]],
    [' <cron', [{ ...BASH, cmd: "bash -c 'kill 882'" }, CRON]],
    [' <cron', [{ ...BASH, cmd: 'bash /dev/fd/63' }, CRON]],
    [' <a\\x1b', [{ pid: 9, comm: 'a\u001B' }]],
    ['', [{ pid: 9, comm: 'kill' }, CRON]],
  ];
  for (const [said, ancestors] of cases) {
    t.equal(launchedBy({ pid: 10, tid: 10, comm: 'kill', ancestors: [...ancestors] }), said);
  }
  t.end();
});

void t.test('a command is the same whatever numbers it is given', (t) => {
  const cases: [string, string[] | undefined][] = [
    ['kill', undefined],
    ['kill -HUP', ['/bin/kill', '-HUP', '882', '-883']],
    ['kill', ['kill', '-9', '882']],
    ['node api2.js --port=80', ['/usr/bin/node', 'api2.js', '--port=80']],
    ['7 x', ['7', 'x']],
    [`java ${'x'.repeat(194)}…`, ['java', 'x'.repeat(100_000)]],
  ];
  for (const [kind, cmdline] of cases) {
    t.equal(
      labelWithoutNumbers({ tid: 10, comm: 'kill', ...(cmdline === undefined ? {} : { cmdline }) }),
      kind,
    );
  }
  t.end();
});
