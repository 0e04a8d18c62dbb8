import type { Host } from '../host/host.js';
import type { DoctorCheck } from './check.js';
import { diagnose, nonJsonLines } from './diagnose.js';
import { bufferPageBytes } from './environment.js';
import { atLeast, type Bpftrace } from './find.js';
import { launch } from './launch.js';

const PROGRAM = 'interval:ms:50 { printf("runs"); }';
const BUFFER_BYTES = 256 * 1024;
/** As long as a trace waits for its beginning. */
const BEGIN_MS = 120_000;
const END_MS = 5000;

/** Whether bpftrace loads a program, prints what it should and ends when it is told, a run alone shows. */
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
  });
  if (others.some(({ status }) => status === 'fail')) return untried('see what fails above');
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
  let [began, hung, deaf] = [false, false, false];
  let words: string[] = [];
  let open = '';
  let deadline = setTimeout(() => {
    hung = true;
    run.send('kill');
  }, BEGIN_MS);
  run.output.setEncoding('latin1').on('data', (text: string) => {
    const lines = (open + text).split('\n');
    open = (lines.pop() ?? '').slice(-1000);
    words = [...words, ...nonJsonLines(lines)].slice(0, 3);
    if (began || !lines.some((line) => line.includes('"data": "runs"'))) return;
    began = true;
    clearTimeout(deadline);
    run.send('stop');
    deadline = setTimeout(() => {
      deaf = true;
      run.send('kill');
    }, END_MS);
  });
  const ending = await run.ended;
  clearTimeout(deadline);
  if (deaf) {
    return { ...base, status: 'warn', found: 'it runs, and ends only when it is killed' };
  }
  if (began) return { ...base, status: 'pass', found: 'it runs a program, and ends when told' };
  const lastWords = [...ending.stderrTail, ...words, ...nonJsonLines([open])];
  const { reason, fatal } = diagnose({ ...ending, stderrTail: lastWords, hung }, false, host);
  const mend = fatal?.hint ?? `see what is wrong: ${bpftrace.path} -e '${PROGRAM}'`;
  return { ...base, status: 'fail', found: fatal?.message ?? reason, fix: mend };
}
