import type { DoctorCheck } from '../bpftrace/doctor/check.js';
import { examine } from '../bpftrace/doctor/checks.js';
import { printable } from '../outputs/printable.js';
import { print } from './print.js';

/** `signals-trace doctor`: exit status 0 if this host can be traced, else 3. */
export async function doctorCommand(flags: {
  readonly json?: boolean | undefined;
  readonly bpftrace?: string | undefined;
}): Promise<void> {
  const checks = await examine(flags.bpftrace);
  await print(flags.json === true ? asJson(checks) : checks.map(asText).join(''));
  if (checks.some(({ status }) => status === 'fail')) process.exitCode = 3;
}

/** `mend` is the old name of `fix`: it stays for one release, so that its readers can change. */
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
