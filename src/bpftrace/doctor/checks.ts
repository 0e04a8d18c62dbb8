import { SignalsTraceError } from '../../errors.js';
import { readHost } from '../../host/host.js';
import { findBpftrace } from '../find.js';
import { askSudo } from '../sudo.js';
import { bpftraceCheck } from './bpftrace.js';
import { btfCheck } from './btf.js';
import { cgroupsCheck } from './cgroups.js';
import { type DoctorCheck, hasBpftrace, type Patient } from './check.js';
import { containerCheck } from './container.js';
import { kprobesCheck } from './kprobes.js';
import { lockdownCheck } from './lockdown.js';
import { memlockCheck } from './memlock.js';
import { permissionCheck } from './permission.js';
import { pidNamespaceCheck } from './pid-namespace.js';
import { processesCheck } from './processes.js';
import { seccompCheck } from './seccomp.js';
import { symbolsCheck } from './symbols.js';
import { NOT_LINUX, systemCheck } from './system.js';
import { tracefsCheck } from './tracefs.js';
import { tracepointCheck } from './tracepoint.js';
import { trialCheck } from './trial.js';

/** Every precondition, in the order in which they are printed. */
const CHECKS: readonly ((patient: Patient) => DoctorCheck | Promise<DoctorCheck>)[] = [
  systemCheck,
  bpftraceCheck,
  permissionCheck,
  seccompCheck,
  tracefsCheck,
  tracepointCheck,
  btfCheck,
  kprobesCheck,
  symbolsCheck,
  processesCheck,
  lockdownCheck,
  memlockCheck,
  containerCheck,
  pidNamespaceCheck,
  cgroupsCheck,
];

/**
 * Checks every precondition of a trace. If none fails, it also runs bpftrace.
 *
 * @param wanted a path of bpftrace to check instead of the first on PATH
 */
export async function examine(wanted?: string): Promise<DoctorCheck[]> {
  if (process.platform !== 'linux') return [NOT_LINUX];
  const host = readHost();
  const bpftrace = await findBpftrace(wanted).catch((error: unknown) => {
    if (error instanceof SignalsTraceError) return error;
    throw error;
  });
  const needsSudo = !host.root && !(host.mayLoadPrograms && hasBpftrace(bpftrace, 25));
  const sudo = needsSudo ? await askSudo() : undefined;
  const checks: DoctorCheck[] = [];
  for (const check of CHECKS) checks.push(await check({ host, bpftrace, sudo }));
  if (bpftrace instanceof SignalsTraceError) return checks;
  return [...checks, await trialCheck(host, bpftrace, checks)];
}
