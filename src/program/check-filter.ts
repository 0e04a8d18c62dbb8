import { SignalsTraceError } from '../errors.js';
import { RESULTS } from '../signals/results.js';
import { type Filter, LONGEST_COMM, PID_LIMIT, type Who } from './filter.js';

/**
 * Refuses values that a program could not hold, or that could never match: a caller of the library
 * may have no types to be held to.
 *
 * @throws SignalsTraceError `usage`
 */
export function checkFilter(filter: Filter): void {
  const whos = [...filter.from, ...filter.to, ...filter.either];
  whos.forEach(checkWho);
  for (const signo of filter.signals.numbers) checkNumber('signal number', signo, 1, 64);
  for (const uid of [...filter.fromUsers, ...filter.toUsers]) {
    checkNumber('user id', uid, 0, 0xffffffff);
  }
  for (const result of filter.results) {
    if (!RESULTS.includes(result)) {
      throw unfit(`There is no result ${JSON.stringify(result)}`, `give ${RESULTS.join(', ')}`);
    }
  }
}

function checkWho(who: Who): void {
  if (who.kind === 'pid') checkNumber('pid', who.pid, 0, PID_LIMIT - 1);
  if (who.kind !== 'name') return;
  const bytes = Buffer.byteLength(who.name, 'utf8');
  if (bytes === 0 || bytes > LONGEST_COMM || who.name.includes('\0')) {
    throw unfit(
      `No process can be called ${JSON.stringify(who.name)}`,
      `a name has 1 to ${LONGEST_COMM} bytes, and none of them is 0`,
    );
  }
}

function checkNumber(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw unfit(
    `There is no ${what} ${JSON.stringify(value)}`,
    `give whole numbers from ${least} to ${most}`,
  );
}

function unfit(message: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('usage', `filter: ${message}`, hint);
}
