/** Exit statuses of the command. README's table is generated from them. */
export const EXIT_STATUSES = {
  ended: {
    status: 0,
    means: 'ended as asked: a limit, Ctrl-C, SIGTERM, or the reader closed the pipe',
  },
  checkFailed: { status: 1, means: 'of `smoke` alone: a check failed' },
  usage: { status: 2, means: 'wrong usage' },
  cannotTrace: {
    status: 3,
    means:
      "this host can't be traced, or no trace has ever begun; stderr says why and what fixes it",
  },
  gaveUp: {
    status: 4,
    means: 'gave up after repeated failures of a trace that had begun, or could not write',
  },
} as const;
