import { SignalsTraceError } from '../../errors.js';
import { ask } from '../ask.js';
import { LIFT_SECCOMP } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** bpftrace --info: 0.17 and 0.23 name the tracepoint, 0.27 has the limit alone, 0.11 neither. */
const LOADS = /\btracepoint: yes\b|\bInstruction limit: [1-9]/;
const LOADS_NOT = /\btracepoint: no\b|\bInstruction limit: -1\b/;

/** Only a call shows whether a filter allows it: bpftrace --info makes the calls. */
export async function seccompCheck({ host, bpftrace }: Patient): Promise<DoctorCheck> {
  const { seccomp, root, mayLoadPrograms } = host;
  const base = { name: 'seccomp', why: 'a filter of system calls may forbid bpf(2)' };
  if (!seccomp) return { ...base, status: 'pass', found: 'no filter' };
  if (!root || bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'pass', found: 'a filter, which was not tried' };
  }
  if (!mayLoadPrograms) {
    const found = 'a filter, which cannot be tried without the permission';
    return { ...base, status: 'warn', found, fix: LIFT_SECCOMP };
  }
  const { stdout, stderr, failure } = await ask(bpftrace.path, '--info');
  // bpftrace up to 0.22 prints it to stderr.
  const info = `${stdout}\n${stderr}`;
  if (LOADS.test(info)) {
    return { ...base, status: 'pass', found: 'a filter that lets bpf(2) through' };
  }
  if (LOADS_NOT.test(info)) {
    return { ...base, status: 'fail', found: 'a filter that forbids bpf(2)', fix: LIFT_SECCOMP };
  }
  return {
    ...base,
    status: 'warn',
    found: `a filter; whether it forbids bpf(2), bpftrace --info did not tell${failure === undefined ? '' : `: ${failure}`}`,
    fix: failure === undefined ? LIFT_SECCOMP : `see what is wrong: ${bpftrace.path} --info`,
  };
}
