import { read } from '../../host/read.js';
import type { DoctorCheck, Patient } from './check.js';

const FIELDS = ['sig', 'errno', 'code', 'comm', 'pid', 'group', 'result'];

export function tracepointCheck({ host: { tracing, root } }: Patient): DoctorCheck {
  const base = { name: 'tracepoint', why: 'each event is made of its fields' };
  const format =
    tracing === undefined ? undefined : read(`${tracing}/events/signal/signal_generate/format`);
  if (format === undefined) {
    return {
      ...base,
      status: 'pass',
      found: root ? 'see tracefs' : 'only root may read its format',
      untried: true,
    };
  }
  const missing = FIELDS.filter((field) => !new RegExp(`\\b${field}(?:\\[\\d+\\])?;`).test(format));
  return missing.length === 0
    ? { ...base, status: 'pass', found: 'signal:signal_generate, with all fields' }
    : {
        ...base,
        status: 'fail',
        found: `no field ${missing.join(', ')}`,
        means: `the kernel's tracepoint lacks the field ${missing.join(', ')}`,
        fix: 'use a newer kernel',
      };
}
