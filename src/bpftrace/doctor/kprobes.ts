import { existsSync } from 'node:fs';

import type { DoctorCheck, Patient } from './check.js';

export function kprobesCheck({ host: { kprobes, tracing } }: Patient): DoctorCheck {
  const base = { name: 'kprobes', why: 'they stand in if there is no tracepoint' };
  const known = kprobes || (tracing !== undefined && existsSync(`${tracing}/kprobe_events`));
  const found = known ? 'available' : 'none, and none are needed';
  return { ...base, status: 'pass', found };
}
