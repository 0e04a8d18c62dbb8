import { SignalsTraceError } from '../errors.js';

/** Whether the reader closed its pipe, as `head` does: no failure. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

export function cannotWrite(name: string, error: unknown): SignalsTraceError {
  return new SignalsTraceError(
    'cannot_write',
    `Cannot write ${name}: ${error instanceof Error ? error.message : String(error)}`,
    `make room, or write elsewhere${name === 'stdout' ? '' : '; what the file holds is whole'}`,
    { cause: error },
  );
}
