import type { DoctorCheck } from '../bpftrace/check.js';
import { examine } from '../bpftrace/doctor.js';
import { printable } from '../outputs/printable.js';
import { print } from './print.js';

/** `signals-trace doctor`: exit 0 where this host can be traced, else 3. */
export async function doctorCommand(flags: {
  readonly json?: boolean | undefined;
  readonly bpftrace?: string | undefined;
}): Promise<void> {
  const checks = await examine(flags.bpftrace);
  const text = flags.json === true ? `${JSON.stringify({ checks })}\n` : checks.map(line).join('');
  await print(text);
  if (checks.some(({ status }) => status === 'fail')) process.exitCode = 3;
}

function line({ name, status, found, why, fix }: DoctorCheck): string {
  const head = `${status.padEnd(4)}  ${name.padEnd(13)}  ${printable(found)}\n`;
  const needs = status === 'pass' ? '' : `      ${why}\n`;
  const mending = fix === undefined ? '' : `      mend: ${fix}\n`;
  return head + needs + mending;
}
