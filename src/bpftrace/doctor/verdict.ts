import type { DoctorCheck } from './check.js';

/** The result of all checks together. */
export interface Verdict {
  readonly traceable: boolean;
  /** One sentence. */
  readonly text: string;
}

export function verdictOf(checks: readonly DoctorCheck[]): Verdict {
  const clauses = (status: DoctorCheck['status']) =>
    checks
      .filter((check) => check.status === status)
      .map(({ means, found }) => asClause(means ?? found));
  const failures = clauses('fail');
  if (failures.length > 0) {
    return { traceable: false, text: `This host cannot be traced: ${listed(failures)}.` };
  }
  const limits = clauses('warn');
  const but = limits.length > 0 ? `, but ${listed(limits)}` : '';
  return { traceable: true, text: `This host can be traced${but}.` };
}

function listed(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? '';
  return clauses.length > 1 ? `${clauses.slice(0, -1).join(', ')}, and ${last}` : last;
}

/** The text as it goes on after a colon or a comma: errors begin with a capital letter. */
function asClause(text: string): string {
  return text.replace(/^The(?:re)? /, (word) => word.toLowerCase()).replace(/\.$/, '');
}
