import { nanoseconds, optional, type ValuesOf, withAbsent } from '../field.js';
import { Line } from '../line.js';

export const PROOF = new Line(
  'c',
  'proof',
  "the tracer's own signal has come through",
  {
    ktime: nanoseconds({ value: 'nsecs', core: 'nsecs' }),
    /** How long the host has slept since it was booted, ns; undefined where the probe can't read it. */
    slept: withAbsent(
      optional(
        nanoseconds({
          value: '{{slept}}',
          meaning: 'how long the host has slept since boot, ns',
        }),
      ),
      undefined,
    ),
  },
  false,
);

export type ProofFacts = ValuesOf<typeof PROOF.fields>;
