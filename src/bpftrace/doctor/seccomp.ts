import { SignalsTraceError } from '../../errors.js';
import { shellWord } from '../../shell-line.js';
import { ask } from '../ask.js';
import { SECCOMP_FLAG, startedWith } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** bpftrace --info: 0.17 and 0.23 name the tracepoint, 0.27 has the limit alone, 0.11 neither. */
const LOADS = /\btracepoint: yes\b|\bInstruction limit: [1-9]/;
const LOADS_NOT = /\btracepoint: no\b|\bInstruction limit: -1\b/;

const LIFT = { fix: startedWith(SECCOMP_FLAG), flags: [SECCOMP_FLAG] };
const MAY_FORBID = 'its seccomp filter may forbid bpf(2)';

/** Only a call shows whether a filter allows it: bpftrace --info makes the calls. */
export async function seccompCheck({ host, bpftrace }: Patient): Promise<DoctorCheck> {
  const { seccomp, root, mayLoadPrograms } = host;
  const base = { name: 'seccomp', why: 'a filter of system calls may forbid bpf(2)' };
  if (!seccomp) return { ...base, status: 'pass', found: 'no filter' };
  if (!root || bpftrace instanceof SignalsTraceError) {
    return { ...base, status: 'pass', found: 'a filter, which was not tried', untried: true };
  }
  if (!mayLoadPrograms) {
    const found = 'a filter, which cannot be tried without the permission';
    return { ...base, status: 'warn', found, means: MAY_FORBID, ...LIFT };
  }
  const { stdout, stderr, failure } = await ask(bpftrace.path, '--info');
  // bpftrace up to 0.22 prints it to stderr.
  const info = `${stdout}\n${stderr}`;
  if (LOADS.test(info)) {
    return { ...base, status: 'pass', found: 'a filter that lets bpf(2) through' };
  }
  if (LOADS_NOT.test(info)) {
    const means = 'its seccomp filter forbids bpf(2)';
    return { ...base, status: 'fail', found: 'a filter that forbids bpf(2)', means, ...LIFT };
  }
  return {
    ...base,
    status: 'warn',
    found: `a filter; whether it forbids bpf(2), bpftrace --info did not tell${failure === undefined ? '' : `: ${failure}`}`,
    means: MAY_FORBID,
    ...(failure === undefined
      ? LIFT
      : { fix: `see what is wrong: ${shellWord(bpftrace.path)} --info` }),
  };
}
