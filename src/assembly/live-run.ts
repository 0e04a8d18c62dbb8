import type { Incarnation, IncarnationListener } from '../pipeline/incarnation.js';
import { skippedEvents } from '../plan/kernel-skips.js';
import type { Plan } from '../plan/plan.js';
import type { Program } from '../plan/programs.js';
import { kindOf } from '../program/variants.js';
import { BpftraceRun } from '../source/bpftrace-run.js';
import type { Assembly } from './assemble.js';

/** How often the wrapper is asked what the kernel skipped. */
const SKIPS_EVERY_MS = 10_000;

/** One run of bpftrace, and the incarnation of the pipeline that it feeds. */
export interface LiveRun {
  readonly source: BpftraceRun;
  readonly incarnation: Incarnation;
}

/** Starts bpftrace with one of the plan's programs, and feeds what it brings to the pipeline. */
export function startRun(
  { bpftrace, host, bufferPages, sudo }: Plan,
  program: Program,
  { pipeline, lifecycle, clocks, incarnationOptions }: Assembly,
  listener: IncarnationListener,
): LiveRun {
  const incarnation = pipeline.begin(incarnationOptions(program), {
    tick: (halted) => {
      listener.tick(halted);
    },
    proven: () => {
      const begins = listener.proven();
      if (begins) lifecycle.proven(incarnation, program);
      return begins;
    },
    drained: () => {
      listener.drained();
    },
  });
  lifecycle.started(incarnation, program);
  const functions = kindOf(program.variant) !== 'tracepoint';
  const source = new BpftraceRun(
    {
      bpftrace,
      program: program.text,
      types: program.types,
      functions,
      bufferPages,
      sudo,
      possibleCpus: host.possibleCpus,
    },
    {
      onEvents: (events) => {
        pipeline.accept(incarnation, events);
      },
      onSkips: (skips) => {
        incarnation.observeSkips(skips && skippedEvents(program.variant, skips));
      },
      onProve: () => {
        incarnation.askForProof(clocks.nowNs());
      },
    },
  );
  const asking = setInterval(() => {
    source.send('skips');
  }, SKIPS_EVERY_MS);
  void source.ended.then(() => {
    clearInterval(asking);
  });
  return { source, incarnation };
}
