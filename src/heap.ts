import { setFlagsFromString } from 'node:v8';

/**
 * Fits V8's garbage collection to a trace. Signals that wait some 50 ms for their turn are just old
 * enough to be taken for long-lived: old objects are collected when they have doubled, not when
 * they are up to four times as many. Young ones are collected by this thread alone: there are so few at a time that
 * waking other threads costs more than they do. V8 reads both flags anew at each collection.
 */
export function tuneHeap(): void {
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--no-parallel-scavenge');
}
