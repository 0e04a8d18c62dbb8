import { SignalsTraceError } from '../errors.js';

/** What is wrong with a flag, and what mends it. */
export function usage(text: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('usage', text, hint);
}
