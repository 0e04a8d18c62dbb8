import { hidesSymbols } from '../../host/host.js';
import { fixForSymbols, isContainer, SYMBOLS_FLAG } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** The kernel's stack proves origins; the table of symbols names the addresses in it. */
export function symbolsCheck({ host }: Patient): DoctorCheck {
  const base = { name: 'symbols', why: "some origins are known by the kernel's stack" };
  if (host.symbols) {
    return host.root
      ? { ...base, status: 'pass', found: '/proc/kallsyms' }
      : { ...base, status: 'pass', found: 'only root may see them', untried: true };
  }
  return {
    ...base,
    status: 'warn',
    found: hidesSymbols() ? 'hidden by kernel.kptr_restrict' : 'hidden for want of CAP_SYSLOG',
    means: "origins that only the kernel's stack proves, such as oom and pipe, are not told",
    fix: fixForSymbols(host),
    ...(!hidesSymbols() && isContainer(host) ? { flags: [SYMBOLS_FLAG] } : {}),
  };
}
