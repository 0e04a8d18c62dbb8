import { type BriefRun, runBriefly } from './brief-run.js';
import { foreignProcessor, startFailure } from './obstacle.js';

const PATIENCE_MS = 30_000;
/** The loaders of glibc and musl. */
const MISSING_LIBRARY = /rror (?:while )?loading shared librar(?:y|ies):? ([^\s:]+)/;

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no answer, as a clause about "it". undefined if there is an answer. */
  readonly failure: string | undefined;
  /** Its file does not fit this host: only another installation helps. */
  readonly isBroken: boolean;
}

/**
 * Asks bpftrace a question that it answers at once. Never throws, and leaves no process behind.
 *
 * @param holds whether Node waits for the answer before it exits
 */
export async function ask(
  bpftrace: string,
  question: '--version' | '--info',
  holds = true,
): Promise<Answer> {
  const run = await runBriefly(bpftrace, [question], { patienceMs: PATIENCE_MS, holds });
  const { stdout, stderr } = run;
  const misfit = misfitOf(bpftrace, run);
  return { stdout, stderr, failure: misfit ?? failureOf(run), isBroken: misfit !== undefined };
}

/** Why its file does not fit this host. */
function misfitOf(bpftrace: string, { end, stderr }: BriefRun): string | undefined {
  if (end.kind === 'not started') return `it ${startFailure(bpftrace, end.code)}`;
  if (end.kind !== 'exited' || end.status === 0) return undefined;
  const processor = foreignProcessor(bpftrace);
  if (processor !== undefined) {
    return `it is built for ${processor}, and this host is ${process.arch}`;
  }
  const [, library] = MISSING_LIBRARY.exec(stderr) ?? [];
  return library === undefined ? undefined : `the library ${library}, which it needs, is missing`;
}

function failureOf({ end, stderr }: BriefRun): string | undefined {
  const [firstLine] = stderr.trim().split('\n');
  const said = firstLine ? ` and said: ${firstLine}` : '';
  switch (end.kind) {
    case 'exited':
      return end.status === 0 ? undefined : `it ended with exit status ${end.status}${said}`;
    case 'died':
      return `it ended by ${end.signal}${said}`;
    case 'too late':
      return `it did not end within ${PATIENCE_MS / 1000} s`;
    default:
      return undefined;
  }
}
