import { isRoot } from '../bpftrace/as-root.js';
import type { DoctorCheck } from '../bpftrace/doctor/check.js';
import { verdictOf } from '../bpftrace/doctor/verdict.js';
import { ownCommandAsRoot } from '../bpftrace/own-command.js';
import { printable } from '../outputs/printable.js';
import { linesOf } from '../outputs/wrapped.js';

/** The narrowest terminal in use. */
const COLUMNS = 80;
const WORD_COLUMNS = 4;
const NAME_COLUMNS = 13;
/** A flag and its value stay together. */
const BETWEEN_WORDS = /(?<!-v|--security-opt|--ulimit) /;
const INDENT = ' '.repeat(WORD_COLUMNS + 2);
const FIX = `${INDENT}fix: `;

/** Only a user other than root leaves checks untried on a host that can be traced. */
function rootSees(): string {
  return `What only root can see was skipped: ${ownCommandAsRoot('doctor')}\n`;
}

/** What a person reads: the verdict, what to do about failures and limits, then what is well. */
export function doctorReport(checks: readonly DoctorCheck[]): string {
  const { traceable, text } = verdictOf(checks);
  const of = (status: DoctorCheck['status']) => checks.filter((check) => check.status === status);
  const untried = of('pass').some((check) => check.untried === true);
  const paragraphs = [
    wrapped(text, '', ''),
    ...(traceable && untried && !isRoot() ? [rootSees()] : []),
    ...containerOptions([...of('fail'), ...of('warn')]),
    ...[...of('fail'), ...of('warn')].map(advice),
    of('pass').map(head).join(''),
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n');
}

/** The flags of several fixes together, as they are pasted into the command that starts it. */
function containerOptions(bad: readonly DoctorCheck[]): string[] {
  const lacking = bad.map(({ flags = [] }) => flags).filter((flags) => flags.length > 0);
  if (lacking.length < 2) return [];
  const flags = [...new Set(lacking.flat())];
  const lines = linesOf(flags, COLUMNS - INDENT.length - ' \\'.length);
  return [
    'Start the container with these options of docker run and podman run:\n\n' +
      `${INDENT}${lines.join(` \\\n${INDENT}`)}\n`,
  ];
}

function advice(check: DoctorCheck): string {
  const why = wrapped(check.why, INDENT, INDENT);
  return head(check) + why + (check.fix === undefined ? '' : fixOf(check.fix));
}

function head({ status, name, found, untried }: DoctorCheck): string {
  const word = (untried === true ? 'skip' : status).padEnd(WORD_COLUMNS);
  const start = `${word}  ${name.padEnd(NAME_COLUMNS)}  `;
  return wrapped(found, start, ' '.repeat(start.length));
}

/** A command stays in one line, however long, so that it can be copied. */
function fixOf(fix: string): string {
  const [, words, command] = /^([^(]*?): (.*)$/.exec(fix) ?? [];
  const isShort = FIX.length + fix.length <= COLUMNS;
  if (isShort || words === undefined) return wrapped(fix, FIX, ' '.repeat(FIX.length));
  const rest = ' '.repeat(FIX.length);
  return `${wrapped(`${words}:`, FIX, rest)}${rest}${printable(command ?? '')}\n`;
}

/** Breaks a text between words. `first` begins its first line, `rest` all others. */
function wrapped(text: string, first: string, rest: string): string {
  const lines = linesOf(printable(text).split(BETWEEN_WORDS), COLUMNS - first.length);
  return `${first}${lines.join(`\n${rest}`)}\n`;
}
