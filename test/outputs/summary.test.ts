import t from 'tap';

import { Summary } from '../../src/outputs/summary.js';
import type { Process } from '../../src/records/records.js';
import { signal } from '../support/kernel-signal.js';

void t.test('who signalled whom, the most frequent first', (t) => {
  const summary = new Summary();
  for (let i = 0; i < 1200; i++) summary.add(signal({ signo: 9 }));
  summary.add(signal({ siCode: 128, targetPid: 0, targetComm: 'x\ny' }));
  summary.add(signal());
  summary.add(signal());
  t.equal(
    summary.text({}),
    [
      '    COUNT FROM                           SIG      TO',
      '    1,200 bash[500]                      KILL     nginx[882]',
      '        2 bash[500]                      TERM     nginx[882]',
      '        1 ?                              TERM     x\\x0ay[882?]',
      '',
    ].join('\n'),
  );
  t.end();
});

void t.test('what comes again and again in new processes is one', (t) => {
  const summary = new Summary();
  const by = (pid: number, cmdline: string[], script: string): Process => ({
    pid,
    tid: pid,
    comm: 'kill',
    cmdline,
    ancestors: [
      { pid: 7, comm: 'bash', name: script },
      { pid: 1, comm: 'init' },
    ],
  });
  const { target } = signal();
  for (let pid = 900; pid < 905; pid++) {
    const sender = by(pid, ['/bin/kill', '-HUP', String(pid)], 'hup.sh');
    summary.add({ ...signal({ signo: 1 }), sender, target: { ...target, pid: pid + 100 } });
  }
  const other = by(911, ['/bin/kill', '-HUP', '882'], 'reload.sh');
  summary.add({ ...signal({ signo: 1 }), sender: other });
  summary.add({ ...signal({ signo: 1 }), sender: other });
  t.match(
    summary.text({}),
    [
      '        5 kill -HUP <hup.sh              HUP      nginx',
      '        2 kill -HUP[911] <reload.sh      HUP      nginx[882]',
      '',
    ].join('\n'),
  );
  t.end();
});

void t.test('20 pairs are shown and all are counted, however many there are', (t) => {
  const summary = new Summary();
  for (let i = 1; i <= 10_500; i++) summary.add(signal({ targetComm: `n${i}` }));
  const lines = summary.text({}).trimEnd().split('\n');
  t.equal(lines.length, 22);
  t.equal(lines.at(-1), '   10,480 others');
  t.end();
});

void t.test('nothing to tell', (t) => {
  t.equal(new Summary().text({}).split('\n').length, 2);
  t.end();
});

void t.test('what was hidden is counted, and marked', (t) => {
  t.match(
    new Summary().text({ SIGCHLD: 1200, SIGURG: 3 }),
    [
      '    1,200 hidden (-a shows them)         CHLD',
      '        3 hidden (-a shows them)         URG',
      '',
    ].join('\n'),
  );
  t.end();
});
