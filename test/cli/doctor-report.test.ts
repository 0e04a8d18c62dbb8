import t from 'tap';

import type { DoctorCheck } from '../../src/bpftrace/doctor/check.js';
import { doctorReport } from '../../src/cli/doctor-report.js';

const PASS: DoctorCheck = {
  name: 'system',
  status: 'pass',
  found: 'Linux 6.18',
  why: 'it is read',
};
const LONG = `${'a word '.repeat(30)}end`;

void t.test('what fails comes first, then what is limited, then what passes', (t) => {
  const report = doctorReport([
    PASS,
    { name: 'tracefs', status: 'warn', found: 'none', why: 'why one', means: 'less', fix: 'mount' },
    { name: 'bpftrace', status: 'fail', found: 'It is missing', why: 'it traces', fix: 'install' },
    { name: 'trial', status: 'pass', found: 'not run', why: 'a run shows', untried: true },
  ]);
  t.equal(
    report,
    `This host cannot be traced: It is missing.

fail  bpftrace       It is missing
      it traces
      fix: install

warn  tracefs        none
      why one
      fix: mount

pass  system         Linux 6.18
skip  trial          not run
`,
  );
  t.end();
});

void t.test('words are broken at 80 columns; a command is not', (t) => {
  const command = `bpftrace ${'-e word '.repeat(20)}end`;
  const base = { name: 'x', status: 'fail', found: LONG, why: LONG } as const;
  const report = doctorReport([
    { ...base, fix: LONG },
    { ...base, fix: `see what is wrong: ${command}` },
  ]);
  const long = report.split('\n').filter((line) => line.length > 80);
  t.strictSame(long, [`           ${command}`]);
  t.match(report, /^ {6}fix: see what is wrong:$/m);
  t.notMatch(report, / $/m, 'no blanks at the ends of lines');
  t.end();
});

void t.test('the flags of several fixes are one command to paste', (t) => {
  const lacks = (...flags: string[]): DoctorCheck => ({
    ...PASS,
    status: 'warn',
    means: 'less',
    fix: `start the container with ${flags.join(' ')}`,
    flags,
  });
  const volume = '-v /sys/kernel/tracing:/sys/kernel/tracing:ro';
  const seccomp = '--security-opt seccomp=unconfined';
  const report = doctorReport([lacks(seccomp), lacks(volume), lacks(seccomp), lacks('--pid=host')]);
  t.match(report, `run:\n\n      ${seccomp} \\\n      ${volume} --pid=host\n\nwarn `);
  t.notMatch(doctorReport([lacks(seccomp)]), /run:/, 'one fix says it all');
  t.end();
});

void t.test('another user is told that root sees more', (t) => {
  const checks = [PASS, { ...PASS, name: 'trial', untried: true } as const];
  t.notMatch(doctorReport(checks), process.geteuid?.() === 0 ? /only root/ : /^$/);
  t.intercept(process, 'geteuid', { value: () => 1000 });
  t.match(doctorReport(checks), /^What only root can see was skipped: .*signals-trace doctor/m);
  t.notMatch(doctorReport([PASS]), /only root/);
  t.end();
});

void t.test('harmful characters are written in letters', (t) => {
  t.match(doctorReport([{ ...PASS, found: 'a\x1b[31m' }]), /a\\x1b\[31m/);
  t.end();
});
