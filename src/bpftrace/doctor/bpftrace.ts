import { SignalsTraceError } from '../../errors.js';
import { asRoot } from '../as-root.js';
import type { DoctorCheck, Patient } from './check.js';

const SNAP = /^(?:\/var\/lib\/snapd)?\/snap\//;
/** The commands of bpftrace's own guide. */
const FREE_SNAP = [
  'snap install --devmode bpftrace',
  'snap connect bpftrace:system-trace',
] as const;

export function bpftraceCheck({ bpftrace, host: { root } }: Patient): DoctorCheck {
  const base = { name: 'bpftrace', why: 'it runs the probe in the kernel' };
  if (bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'fail', found: bpftrace.message, fix: bpftrace.hint };
  }
  const found = `${bpftrace.version} at ${bpftrace.path}`;
  return SNAP.test(bpftrace.path)
    ? {
        ...base,
        status: 'warn',
        found: `${found}, confined as snaps are`,
        means: 'the confinement of snaps may stop bpftrace',
        fix: asRoot(FREE_SNAP, root),
      }
    : { ...base, status: 'pass', found };
}
