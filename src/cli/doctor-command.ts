import type { DoctorCheck } from '../bpftrace/doctor/check.js';
import { examine } from '../bpftrace/doctor/checks.js';
import { EXIT_STATUSES } from '../exit-status.js';
import { printable } from '../outputs/printable.js';
import { print } from './print.js';

/** `signals-trace doctor`: exit status 0 if this host can be traced, 3 if a check failed. */
export async function doctorCommand(flags: {
  readonly json?: boolean | undefined;
  readonly bpftrace?: string | undefined;
}): Promise<void> {
  const checks = await examine(flags.bpftrace);
  await print(flags.json === true ? asJson(checks) : checks.map(asText).join(''));
  if (checks.some(({ status }) => status === 'fail')) {
    process.exitCode = EXIT_STATUSES.cannotTrace.status;
  }
}

/** Writes `fix` under its old name `mend` too, for one release. */
function asJson(checks: readonly DoctorCheck[]): string {
  const both = checks.map((check) =>
    check.fix === undefined ? check : { ...check, mend: check.fix },
  );
  return `${JSON.stringify({ checks: both })}\n`;
}

function asText({ name, status, found, why, fix }: DoctorCheck): string {
  const head = `${status.padEnd(4)}  ${name.padEnd(13)}  ${printable(found)}\n`;
  const needs = status === 'pass' ? '' : `      ${why}\n`;
  const fixing = fix === undefined ? '' : `      fix: ${fix}\n`;
  return head + needs + fixing;
}
