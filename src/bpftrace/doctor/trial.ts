import { type Deadline, deadline } from '../../deadline.js';
import type { Host } from '../../host/host.js';
import { shellLine } from '../../shell-line.js';
import { diagnose, nonJsonLines } from '../diagnose.js';
import { bufferPageBytes } from '../environment.js';
import { atLeast, type Bpftrace } from '../find.js';
import { launch } from '../launch.js';
import { LineSplitter } from '../line-splitter.js';
import type { DoctorCheck } from './check.js';

const PROGRAM = 'interval:ms:50 { printf("runs"); }';
const BUFFER_BYTES = 256 * 1024;
/** A trace waits as long for its beginning. */
const BEGIN_MS = 120_000;
const END_MS = 5000;
const LINE_CHARS = 1000;
const MOST_NON_JSON = 3;

const UNWILLING = 'bpftrace ends only when it is killed';

/** Only a run shows whether bpftrace loads a program, prints its output, and ends when told. */
export async function trialCheck(
  host: Host,
  bpftrace: Bpftrace,
  others: readonly DoctorCheck[],
): Promise<DoctorCheck> {
  const base = { name: 'trial', why: 'only a run shows whether this bpftrace works here' };
  const untried = (why: string): DoctorCheck => ({
    ...base,
    status: 'pass',
    found: `not run: ${why}`,
    untried: true,
  });
  if (others.some(({ status }) => status === 'fail')) return untried('another check fails');
  if (!host.root && !(host.mayLoadPrograms && atLeast(bpftrace, 25))) {
    return untried('it takes root');
  }
  const run = launch({
    bpftrace,
    program: PROGRAM,
    bufferPages: BUFFER_BYTES / bufferPageBytes(bpftrace, host),
    sudo: false,
    onSkips: () => undefined,
  });
  const kill = () => {
    run.send('kill');
  };
  const begins = deadline(BEGIN_MS, kill);
  let ends: Deadline | undefined;
  let nonJson: string[] = [];
  const splitter = new LineSplitter(LINE_CHARS);
  run.output.setEncoding('latin1').on('data', (piece: string) => {
    const lines = splitter.push(piece);
    nonJson = [...nonJson, ...nonJsonLines(lines)].slice(0, MOST_NON_JSON);
    if (ends !== undefined || !lines.some((line) => line.includes('"data": "runs"'))) return;
    begins.clear();
    run.send('stop');
    ends = deadline(END_MS, kill);
  });
  const ending = await run.ended;
  begins.clear();
  ends?.clear();
  if (ends?.passed === true) {
    return {
      ...base,
      status: 'warn',
      found: 'it runs, and ends only when it is killed',
      means: UNWILLING,
    };
  }
  if (ends) return { ...base, status: 'pass', found: 'it runs a program, and ends when told' };
  const stderrTail = [...ending.stderrTail, ...nonJson, ...nonJsonLines([splitter.rest])];
  const { reason, fatal } = diagnose({ ...ending, stderrTail, hung: begins.passed }, false, host);
  const fix = fatal?.hint ?? `see what is wrong: ${shellLine([bpftrace.path, '-e', PROGRAM])}`;
  const found = fatal?.message ?? reason;
  return { ...base, status: 'fail', found, means: 'bpftrace fails in a trial run', fix };
}
