import { SignalsTraceError } from '../../errors.js';
import type { DoctorCheck, Patient } from './check.js';

const SNAP = /^(?:\/var\/lib\/snapd)?\/snap\//;
/** The commands of bpftrace's own guide. */
const FREE_SNAP =
  'apt-get install bpftrace, or: snap install --devmode bpftrace && snap connect bpftrace:system-trace';

export function bpftraceCheck({ bpftrace }: Patient): DoctorCheck {
  const base = { name: 'bpftrace', why: 'it runs the probe in the kernel' };
  if (bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'fail', found: bpftrace.message, fix: bpftrace.hint };
  }
  const found = `${bpftrace.version} at ${bpftrace.path}`;
  return SNAP.test(bpftrace.path)
    ? { ...base, status: 'warn', found: `${found}, confined as snaps are`, fix: FREE_SNAP }
    : { ...base, status: 'pass', found };
}
