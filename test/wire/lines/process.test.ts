import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { PROCESS } from '../../../src/wire/lines/process.js';

const read = (text: string) => PROCESS.read(new FieldReader(text, 0, text.length));

void t.test('the line as bpftrace prints it', (t) => {
  const facts = read('8a22|4742|701|140724361097169|4619|0|0|1|-1|7|21|kill            ');
  t.strictSame(
    { ...facts },
    {
      processKey: '8a22',
      pid: 4742,
      startTimeNs: 701n,
      argStart: 140724361097169,
      parent: 4619,
      uid: 0,
      gid: 0,
      cgroupId: '1',
      loginuid: -1,
      nsPid: 7,
      length: 21,
      comm: 'kill',
    },
  );
  t.equal(PROCESS.whyInvalid(facts), undefined);
  t.match(PROCESS.whyInvalid({ ...facts, loginuid: -2 }), 'process/loginuid');
  t.end();
});

void t.test('a process amid an exec, whose arguments end before they begin', (t) => {
  // Captured from bpftrace 0.17 on Linux 6.18.
  const line =
    '148880d677800e47|3655|315124333707|140723557825048|3654|0|0|1|-1|0|18446603350151726568|sleep           ';
  t.equal(PROCESS.whyInvalid(read(line)), undefined);
  t.end();
});
