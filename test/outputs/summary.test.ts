import t from 'tap';

import { Summary } from '../../src/outputs/summary.js';
import { signal } from '../support/kernel-signal.js';

void t.test('who signalled whom, the most frequent first', (t) => {
  const summary = new Summary();
  for (let i = 0; i < 1200; i++) summary.add(signal({ signo: 9 }));
  summary.add(signal({ siCode: 128, targetPid: 0, targetComm: 'x\ny' }));
  summary.add(signal());
  summary.add(signal());
  t.equal(
    summary.text,
    [
      '    COUNT FROM                     SIG      TO',
      '    1,200 bash[500]                KILL     nginx[882]',
      '        2 bash[500]                TERM     nginx[882]',
      '        1 ?                        TERM     x\\x0ay[882?]',
      '',
    ].join('\n'),
  );
  t.end();
});

void t.test('20 pairs are shown and all are counted, however many there are', (t) => {
  const summary = new Summary();
  for (let pid = 1; pid <= 10_500; pid++) summary.add(signal({ targetPid: pid, targetTid: pid }));
  const lines = summary.text.trimEnd().split('\n');
  t.equal(lines.length, 22);
  t.equal(lines.at(-1), '   10,480 others');
  t.end();
});

void t.test('nothing to tell', (t) => {
  t.equal(new Summary().text.split('\n').length, 2);
  t.end();
});
