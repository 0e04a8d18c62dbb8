/** The probes whose lines are numbered on each CPU, in the order in which a tick tells of them. */
export const PROBES = ['signal', 'delivery', 'exit', 'attempt'] as const;
export type Probe = (typeof PROBES)[number];

/** The map in which each counts its lines by CPU. */
export const COUNTERS: Readonly<Record<Probe, string>> = {
  signal: '@total',
  delivery: '@delivered',
  exit: '@exited',
  attempt: '@attempted',
};
