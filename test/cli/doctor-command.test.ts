import t from 'tap';

import { doctorCommand } from '../../src/cli/doctor-command.js';
import { stdoutOf } from '../support/stdout-of.js';

/** A host without bpftrace. */
const bpftrace = '/nonexistent/bpftrace';

/** Returns the exit status and the output. */
async function doctor(json: boolean) {
  const before = process.exitCode;
  process.exitCode = undefined;
  const stdout = await stdoutOf(() => doctorCommand({ json, bpftrace }));
  const status = process.exitCode as unknown;
  process.exitCode = before;
  return { status, stdout };
}

void t.test('without bpftrace: exit status 3, and the fix, for a person', async (t) => {
  const { status, stdout } = await doctor(false);
  t.equal(status, 3);
  t.match(stdout, /^This host cannot be traced: there is no program to run at\s\/nonexistent/);
  t.match(stdout, /^fail {2}bpftrace {7}\S.*\n {21}\S.*\n {6}\S.*\n {6}fix: \S/m);
});

void t.test('as JSON: each fix also under its old name', async (t) => {
  const { status, stdout } = await doctor(true);
  t.equal(status, 3);
  const { traceable, verdict, checks } = JSON.parse(stdout) as {
    traceable: boolean;
    verdict: string;
    checks: Record<string, string>[];
  };
  t.notOk(traceable);
  t.match(verdict, /^This host cannot be traced: .*\.$/);
  const failed = checks.filter(({ status }) => status === 'fail');
  t.ok(failed.length > 0);
  for (const { fix, mend } of checks) t.equal(mend, fix);
  t.type(failed.find(({ name }) => name === 'bpftrace')?.['fix'], 'string');
});
