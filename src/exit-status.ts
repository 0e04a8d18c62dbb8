/** Exit statuses of the command. README's table, help and man page are made from them. */
export const EXIT_STATUSES = {
  ended: {
    status: 0,
    brief: 'ended as asked',
    means: 'ended as asked: a limit, Ctrl-C, SIGTERM, or the reader closed the pipe',
  },
  checkFailed: {
    status: 1,
    brief: 'a check of smoke failed',
    means: 'of `smoke` alone: a check failed',
  },
  usage: { status: 2, brief: 'wrong usage', means: 'wrong usage' },
  cannotTrace: {
    status: 3,
    brief: 'this host cannot be traced',
    means:
      "this host can't be traced, or no trace has ever begun; stderr says why and what fixes it",
  },
  gaveUp: {
    status: 4,
    brief: 'gave up, or could not write',
    means: 'gave up after repeated failures of a trace that had begun, or could not write',
  },
} as const;
