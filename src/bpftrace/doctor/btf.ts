import { existsSync } from 'node:fs';

import { SignalsTraceError } from '../../errors.js';
import { ADD_BTF, BTF_FLAG, isContainer } from '../container.js';
import { type DoctorCheck, hasBpftrace, type Patient } from './check.js';

const LESS = "less is told about targets, for want of the kernel's types (BTF)";

export function btfCheck(patient: Patient): DoctorCheck {
  const { host, bpftrace } = patient;
  const base = { name: 'BTF', why: "the target's process and user are read by the kernel's types" };
  const isKnown = !(bpftrace instanceof SignalsTraceError);
  const isTooOld = isKnown && !hasBpftrace(bpftrace, 12);
  if (host.btf && !isTooOld) return { ...base, status: 'pass', found: '/sys/kernel/btf/vmlinux' };
  if (host.btf) {
    return {
      ...base,
      status: 'warn',
      found: 'this bpftrace is too old to read it',
      means: LESS,
      fix: 'use bpftrace 0.12 or newer',
    };
  }
  const isNeeded = isKnown && needsBtf(patient);
  return {
    ...base,
    status: isNeeded ? 'fail' : 'warn',
    found: 'no /sys/kernel/btf/vmlinux',
    means: isNeeded ? "this bpftrace needs the kernel's types (BTF), and finds none" : LESS,
    ...(isContainer(host)
      ? { fix: ADD_BTF, flags: [BTF_FLAG] }
      : { fix: 'use a kernel built with CONFIG_DEBUG_INFO_BTF' }),
  };
}

/** Since 0.25 bpftrace reads a tracepoint's fields from BTF only; 0.23, at the latest, from headers too. */
function needsBtf({ bpftrace, host }: Patient): boolean {
  const headers = ['/usr/include/linux/types.h', `/lib/modules/${host.kernel}/build`];
  return (
    hasBpftrace(bpftrace, 25) ||
    (hasBpftrace(bpftrace, 23) && !headers.some((path) => existsSync(path)))
  );
}
