import { SignalsTraceError } from '../errors.js';
import { codeNamed } from '../signals/codes.js';
import { ORIGINS } from '../signals/origins.js';
import { RESULTS } from '../signals/results.js';
import {
  CONTAINER_ID,
  type Filter,
  LONGEST_COMM,
  PID_LIMIT,
  POD_UID,
  TRACE_ALL,
  UNIT_NAME,
  type Who,
} from './filter.js';

/**
 * Refuses values that a program could not hold, or that could never match: a caller of the library
 * may have no types to be held to.
 *
 * @throws SignalsTraceError `usage`
 */
export function checkFilter(filter: Filter): void {
  checkShape('', filter, TRACE_ALL);
  const whos = [...filter.from, ...filter.to, ...filter.either];
  whos.forEach(checkWho);
  for (const signo of filter.signals.numbers) checkNumber('signal number', signo, 1, 64);
  for (const uid of [...filter.fromUsers, ...filter.toUsers, ...filter.users]) {
    checkNumber('user id', uid, 0, 0xffffffff);
  }
  for (const result of filter.results) checkListed('result', result, RESULTS);
  for (const origin of filter.origins.names) checkListed('origin', origin, ORIGINS);
  filter.codes.forEach(checkCode);
  const { fromUnits, toUnits, fromContainers, toContainers, toPods } = filter;
  for (const unit of [...fromUnits, ...toUnits]) {
    checkText('unit', unit, UNIT_NAME, 'give its name, as systemctl shows it');
  }
  for (const id of [...fromContainers, ...toContainers]) {
    checkText('container id', id, CONTAINER_ID, 'give its id, or how that begins, in hex');
  }
  for (const uid of toPods) checkText('pod uid', uid, POD_UID, 'give all of its uid');
}

/** Lists must be lists, and what has parts must have them. */
function checkShape(what: string, value: unknown, model: object): void {
  for (const [name, part] of Object.entries(model) as [string, unknown][]) {
    const given = (value as Record<string, unknown>)[name];
    if (typeof given !== typeof part || Array.isArray(given) !== Array.isArray(part)) {
      throw unfit(`${what}${name} cannot be ${JSON.stringify(given)}`, 'see the type Filter');
    }
    if (typeof part === 'object' && part !== null && !Array.isArray(part))
      checkShape(`${name}.`, given, part);
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

function checkCode(code: unknown): void {
  if (typeof code !== 'string') checkNumber('si_code', code, -0x80000000, 0x7fffffff);
  else if (codeNamed(code) === undefined) {
    throw unfit(`There is no si_code ${JSON.stringify(code)}`, 'for example: SI_USER, SEGV_MAPERR');
  }
}

function checkListed(what: string, value: unknown, known: readonly unknown[]): void {
  if (known.includes(value)) return;
  throw unfit(`There is no ${what} ${JSON.stringify(value)}`, `give ${known.join(', ')}`);
}

function checkText(what: string, value: unknown, fits: RegExp, hint: string): void {
  if (typeof value === 'string' && fits.test(value)) return;
  throw unfit(`There is no ${what} ${JSON.stringify(value)}`, hint);
}

function checkNumber(what: string, value: unknown, least: number, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return;
  }
  throw unfit(
    `There is no ${what} ${JSON.stringify(value)}`,
    `give whole numbers from ${least} to ${most}`,
  );
}

function unfit(message: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('usage', `filter: ${message}`, hint);
}
