import t from 'tap';

import {
  commandLabel,
  endText,
  labelWithoutNumbers,
  launchedBy,
  targetText,
} from '../../src/outputs/process-text.js';

const BASH = { pid: 6, comm: 'bash' };
const SUDO = { pid: 5, comm: 'sudo', name: 'sudo' };
const CRON = { pid: 4, comm: 'cron', name: 'cron' };
const INIT = { pid: 1, comm: 'systemd' };

void t.test('who launched a sender', (t) => {
  const cases: [string, readonly { pid: number; comm: string; name?: string }[]][] = [
    ['', []],
    ['', [BASH, SUDO, INIT]],
    [' <cron', [BASH, SUDO, CRON, INIT]],
    [' <hup.sh', [{ ...BASH, name: 'hup.sh' }, CRON, INIT]],
    [' <cron', [{ ...BASH, name: 'bash' }, CRON]],
    [' <cron', [{ pid: 7, comm: 'sh', name: 'timeout' }, CRON]],
    [' <sshd: root@pts/0', [{ pid: 9, comm: 'sshd', name: 'sshd: root@pts/0' }]],
    [' <a\\x1b', [{ pid: 9, comm: 'a\u001B' }]],
    ['', [{ pid: 9, comm: 'kill' }, CRON]],
  ];
  for (const [said, ancestors] of cases) {
    t.equal(launchedBy({ pid: 10, tid: 10, comm: 'kill', ancestors: [...ancestors] }), said);
  }
  t.end();
});

void t.test('a command is the name, then the arguments after what it names', (t) => {
  const cases: [string, string | undefined, string[] | undefined][] = [
    ['worker', undefined, undefined],
    ['kill -HUP 882', 'kill', ['/bin/kill', '-HUP', '882']],
    ['api.js --port=80', 'api.js', ['node', '--require', 'x', '/srv/api.js', '--port=80']],
    ['Main x', 'Main', ['java', '-cp', '/a', 'org.example.Main', 'x']],
    ['python3 -c 1', 'python3', ['/usr/bin/python3', '-c', '1']],
    [
      'nginx: master process /usr/sbin/nginx',
      'nginx: master process',
      ['nginx: master process /usr/sbin/nginx', ''],
    ],
    ['bash -i', 'bash', ['-bash', '-i']],
    ['chrome', 'chrome', ['/opt/chrome --type=x']],
  ];
  for (const [label, name, cmdline] of cases) {
    const process = {
      tid: 10,
      comm: 'worker',
      ...(name === undefined ? {} : { name }),
      ...(cmdline === undefined ? {} : { cmdline }),
    };
    t.equal(commandLabel(process), label);
  }
  t.end();
});

void t.test('a command is the same whatever numbers it is given', (t) => {
  const cases: [string, string[] | undefined][] = [
    ['kill', undefined],
    ['kill -HUP', ['/bin/kill', '-HUP', '882', '-883']],
    ['kill', ['kill', '-9', '882']],
    ['api2.js --port=80', ['/usr/bin/api2.js', '--port=80', '7']],
    ['7 x', ['7', 'x']],
    [`java ${'x'.repeat(194)}…`, ['java', 'x'.repeat(100_000)]],
  ];
  for (const [kind, cmdline] of cases) {
    t.equal(
      labelWithoutNumbers({
        tid: 10,
        comm: 'kill',
        ...(cmdline === undefined ? {} : { name: nameOf(cmdline), cmdline }),
      }),
      kind,
    );
  }
  t.end();
});

void t.test('the name goes last: first the arguments, then who launched it', (t) => {
  const parts = {
    name: 'apachectl',
    label: 'apachectl -k graceful',
    id: '[15488]',
    added: ' <cron',
  };
  const cases: [width: number, text: string][] = [
    [Infinity, 'apachectl -k graceful[15488] <cron'],
    [34, 'apachectl -k graceful[15488] <cron'],
    [28, 'apachectl -k g…[15488] <cron'],
    [22, 'apachectl[15488] <cron'],
    [21, 'apachectl -k …[15488]'],
    [20, 'apachectl -k…[15488]'],
    [16, 'apachectl[15488]'],
    [12, 'apac…[15488]'],
  ];
  for (const [width, text] of cases) t.equal(endText(parts, width), text, `${width}`);
  t.end();
});

void t.test(
  'a target says what it is of, and how many others there are, however little room',
  (t) => {
    const nginx = { pid: 882, tid: 882, comm: 'nginx', name: 'nginx: worker process' };
    t.equal(
      targetText({ ...nginx, unit: 'nginx.service' }, 0, 48),
      'nginx: worker process[882] nginx.service',
    );
    t.equal(
      targetText({ ...nginx, unit: 'nginx.service' }, 3, 48),
      'nginx: worker process[882] +3',
    );
    t.equal(targetText({ ...nginx, unit: 'nginx.service' }, 3, 16), 'nginx: …[882] +3');
    t.end();
  },
);

function nameOf([program = '']: readonly string[]): string {
  return program.replace(/^.*\//, '');
}
