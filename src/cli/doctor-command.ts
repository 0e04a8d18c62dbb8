import type { DoctorCheck } from '../bpftrace/doctor/check.js';
import { examine } from '../bpftrace/doctor/checks.js';
import { verdictOf } from '../bpftrace/doctor/verdict.js';
import { EXIT_STATUSES } from '../exit-status.js';
import { doctorReport } from './doctor-report.js';
import { print } from './print.js';

/** `signals-trace doctor`: exit status 0 if this host can be traced, 3 if a check failed. */
export async function doctorCommand(flags: {
  readonly json?: boolean | undefined;
  readonly bpftrace?: string | undefined;
}): Promise<void> {
  const checks = await examine(flags.bpftrace);
  await print(flags.json === true ? asJson(checks) : doctorReport(checks));
  if (!verdictOf(checks).traceable) {
    process.exitCode = EXIT_STATUSES.cannotTrace.status;
  }
}

/** Writes `fix` under its old name `mend` too, for one release. */
function asJson(checks: readonly DoctorCheck[]): string {
  const { traceable, text: verdict } = verdictOf(checks);
  const both = checks.map((check) =>
    check.fix === undefined ? check : { ...check, mend: check.fix },
  );
  return `${JSON.stringify({ traceable, verdict, checks: both })}\n`;
}
