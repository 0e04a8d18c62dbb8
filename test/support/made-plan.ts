import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { readHost } from '../../src/host/host.js';
import type { Plan } from '../../src/plan/plan.js';

/** A plan for this host with one program, which nobody runs. */
export function madePlan(filter: Partial<Filter> = {}): Plan {
  return {
    bpftrace: { path: '/b', version: '0.17.0', major: 0, minor: 17 },
    host: { ...readHost(), pidNamespace: undefined },
    sudo: false,
    bufferPages: 64,
    filter: { ...TRACE_ALL, ...filter },
    details: { arguments: true, stacks: true, attempts: false },
    lean: false,
    probe: 'auto',
    programs: [
      {
        variant: 'full',
        tracksOutcomes: true,
        text: 'BEGIN {}',
        skips: 'counts',
        cutsTypes: false,
        types: undefined,
      },
    ],
    seesContinue: true,
  };
}
