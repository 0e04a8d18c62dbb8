import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect old objects when they have grown by a fifth, not by up to three times: signals that
 * wait some 50 ms for their turn are just old enough to be taken for long-lived.
 */
export function growHeapSlowly(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
