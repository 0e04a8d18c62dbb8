// Each example of help and the man page, as it stands there.
import { execa } from 'execa';
import t from 'tap';

import { COMMANDS } from '../../src/cli/commands.js';
import { cannotTrace } from '../support/needs.js';
import { shellHome } from '../support/shell-home.js';

/** A trace without an end ends then. */
const ENDING = { SIGNALS_TRACE_DURATION: '3s' };
/** What a person is told where nothing is amiss. */
const EXPECTED =
  /no process is called that now; waiting|no command line matches now; waiting|signals? shown, /;

void t.test('they do what they say', { jobs: 2, skip: cannotTrace }, (t) => {
  const { home, path } = shellHome(t);
  const target = execa('sleep', ['600'], { reject: false });
  t.teardown(() => target.kill('SIGKILL'));
  for (const { examples } of COMMANDS) {
    for (const [typed] of examples) {
      void t.test(typed, { buffered: true, timeout: 120_000 }, async (t) => {
        const command = typed.replace(/\b882\b/, String(target.pid));
        const ran = await execa('sh', ['-c', command], {
          cwd: home,
          env: { ...ENDING, PATH: path },
          reject: false,
          stdin: 'ignore',
        });
        t.equal(ran.exitCode, 0);
        const unexpected = ran.stderr.split('\n').filter((line) => line && !EXPECTED.test(line));
        t.strictSame(unexpected, []);
        t.ok(typed.includes('>') || ran.stdout !== '', 'it prints something');
      });
    }
  }
  t.end();
});
