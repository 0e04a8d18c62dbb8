import { hidesSymbols } from '../../host/host.js';
import { fixForSymbols } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** The kernel's stack proves origins; the table of symbols names the addresses in it. */
export function symbolsCheck({ host }: Patient): DoctorCheck {
  const base = { name: 'symbols', why: "some origins are known by the kernel's stack" };
  if (host.symbols) {
    const found = host.root ? '/proc/kallsyms' : 'only root may see them';
    return { ...base, status: 'pass', found };
  }
  return {
    ...base,
    status: 'warn',
    found: hidesSymbols() ? 'hidden by kernel.kptr_restrict' : 'hidden for want of CAP_SYSLOG',
    fix: fixForSymbols(host),
  };
}
