import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect young objects by this thread alone. There are few at a time, so that waking other
 * threads costs more than they do. V8 reads the flag anew at each collection.
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
