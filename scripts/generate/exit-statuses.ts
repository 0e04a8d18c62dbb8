import { EXIT_STATUSES } from '../../src/exit-status.js';

/** A row for each exit status of the command. */
export function exitStatuses(): string {
  const rows = Object.values(EXIT_STATUSES).map(({ status, means }) => `| ${status} | ${means} |`);
  return ['| code | means |', '|---|---|', ...rows].join('\n');
}
