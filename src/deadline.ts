/** A wait that is over after some time. */
export interface Deadline {
  readonly passed: boolean;
  /** Ends the wait: what was waited for has come. */
  clear(): void;
  /** Lets Node exit before it is over. */
  unref(): void;
}

/** @param onPassed called once if the deadline passes before it is cleared */
export function deadline(ms: number, onPassed: () => void): Deadline {
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    onPassed();
  }, ms);
  return {
    get passed() {
      return passed;
    },
    clear: () => {
      clearTimeout(timer);
    },
    unref: () => {
      timer.unref();
    },
  };
}
