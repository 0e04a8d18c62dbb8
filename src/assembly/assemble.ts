import { attemptPredicate } from '../filter/attempt-filter.js';
import { asksForAncestors, tracesAll } from '../filter/filter.js';
import { isHeldBack } from '../filter/noise.js';
import { UserSpaceFilter } from '../filter/user-space-filter.js';
import { LiveProc, NO_PROC } from '../host/live-proc.js';
import { OomLog } from '../host/oom-log.js';
import { procStatus } from '../host/proc-status.js';
import { Identities } from '../identity/identities.js';
import type { IncarnationOptions } from '../pipeline/incarnation.js';
import { type Clocks, Pipeline } from '../pipeline/pipeline.js';
import { readClocks, WallClock } from '../pipeline/wall-clock.js';
import type { Plan } from '../plan/plan.js';
import type { Program } from '../plan/programs.js';
import type { TraceOptions } from '../trace-options.js';
import { Lifecycle } from './lifecycle.js';

/** How often the pipeline looks at what time alone brings to light, also where no tick comes. */
const DUE_EVERY_MS = 2000;

/** Callbacks of a trace, for what the pipeline wants of its source. */
export interface PipelineEvents {
  /** The queue of records fills, or has room again. */
  readonly onFull: () => void;
  /** As many signals were shown, or so much time has passed, as was asked for. */
  readonly onLimit: (reason: 'count' | 'duration') => void;
}

/** The parts of one trace, made for its plan. */
export interface Assembly {
  readonly pipeline: Pipeline;
  readonly lifecycle: Lifecycle;
  readonly clocks: Clocks;
  /** Returns what decides about the events of a run of this program. */
  readonly incarnationOptions: (program: Program) => IncarnationOptions;
  /** Lets go of files and timers. */
  readonly close: () => void;
}

/** Makes the parts of a live trace. */
export function assemble(plan: Plan, options: TraceOptions, events: PipelineEvents): Assembly {
  const { host, details, filter } = plan;
  const clocks: Clocks = {
    now: () => performance.now(),
    nowNs: () => process.hrtime.bigint(),
    wallNow: () => BigInt(Date.now()) * 1_000_000n,
    wall: new WallClock(readClocks),
  };
  // Elsewhere /proc shows other processes than those that are traced.
  const ownProc = host.pidNamespace === undefined;
  const identities = new Identities(
    {
      commandLines: details.arguments,
      ancestors: options.ancestors === true || asksForAncestors(filter),
      proc: ownProc,
      cgroups: host.cgroups,
    },
    clocks.now,
  );
  const proc = new LiveProc();
  const oom = new OomLog();
  const userSpace = new UserSpaceFilter(filter, ownProc ? proc : NO_PROC);
  const pipeline = new Pipeline({
    identities,
    oom,
    outcomes: {
      readStatus: ownProc ? procStatus : undefined,
      seesContinue: plan.seesContinue,
      tracesAll: (signo) => tracesAll(filter, signo),
    },
    clocks,
    limit:
      options.count === undefined
        ? undefined
        : { signals: options.count, mayBeHidden: isHeldBack(filter) },
    onFull: events.onFull,
    onLimit: () => {
      events.onLimit('count');
    },
  });
  let duration: NodeJS.Timeout | undefined;
  const onBegun = () => {
    if (options.durationMs === undefined) return;
    duration = setTimeout(() => {
      events.onLimit('duration');
    }, options.durationMs);
  };
  const due = setInterval(() => {
    pipeline.due();
  }, DUE_EVERY_MS);
  const log = options.log ?? (() => undefined);
  const filterWarnings = () => userSpace.warnings();
  return {
    pipeline,
    lifecycle: new Lifecycle({ plan, pipeline, clocks, filterWarnings, log, onBegun }),
    clocks,
    incarnationOptions: ({ variant, tracksOutcomes, skips }) => {
      // Without command lines from the probe, /proc has to be read before processes go.
      if (variant === 'core' || !details.arguments) userSpace.learn(proc);
      return {
        tracksOutcomes,
        kernelSkips: skips,
        looksUp: userSpace.looksUp,
        wantsSignal: userSpace.predicate(variant),
        wantsAttempt: attemptPredicate(userSpace),
      };
    },
    close: () => {
      clearInterval(due);
      clearTimeout(duration);
      oom.close();
      proc.close();
    },
  };
}
