import type { AttemptFacts } from './lines/attempt.js';
import type { DeliveryFacts } from './lines/delivery.js';
import type { ExitFacts } from './lines/exit.js';
import type { FloodFacts } from './lines/flood.js';
import type { AncestorFacts, ProcessFacts } from './lines/process.js';
import type { ProofFacts } from './lines/proof.js';
import type { SignalFacts } from './lines/signal.js';
import type { TickFacts } from './lines/tick.js';
import type { Place } from './place.js';
import type { Probe } from './probes.js';

export { type SignalFacts, TARGET_STATE } from './lines/signal.js';
export { type Probe, PROBES } from './probes.js';

/**
 * The decoded output of a source of signals: of bpftrace, or of the kernel's own trace buffer. All
 * times are ns of the kernel clock that the source stamps its lines with. The tables in lines/ hold
 * the fields of each kind of line.
 */
export type SourceEvent =
  | SignalEvent
  | Delivery
  | Exit
  | Attempt
  | Invalid
  | ProcessPart
  | Tick
  | Proof
  | BySignal
  | Flood
  | FloodMap
  | Skipped
  | Totals
  | Warning;

/** An event that has its place in the stream. */
export type Seen = SignalEvent | Delivery | Exit | Attempt;

/** The task on the processor, as a probe saw it; numbers as the kernel gave them. */
export type Current = Pick<
  SignalFacts,
  'currentPid' | 'currentTid' | 'currentComm' | 'uid' | 'gid' | 'cgroupId' | 'processKey'
>;

/** One generated signal: when and where, and what it was. */
export interface SignalEvent extends Place {
  readonly kind: 'signal';
  /** Shared by all events that say the same: compare them by identity, never change them. */
  readonly facts: SignalFacts;
}

/** A process has taken a signal; it was the target of a traced one. */
export interface Delivery extends Place, DeliveryFacts {
  readonly kind: 'delivery';
}

/** The last thread of a process has ended; the process was the target of a traced signal. */
export interface Exit extends Place, ExitFacts {
  readonly kind: 'exit';
}

/** A call that was to send a signal has failed. */
export interface Attempt extends Place, AttemptFacts {
  readonly kind: 'attempt';
}

/** A part of who a process is. Other events refer to it by `processKey`. */
export type ProcessPart = ProcessLine | AncestorLine | ArgumentsLine;

export interface ProcessLine extends ProcessFacts {
  readonly kind: 'process';
}

export interface AncestorLine extends AncestorFacts {
  readonly kind: 'ancestor';
}

export interface ArgumentsLine {
  readonly kind: 'arguments';
  readonly processKey: string;
  /** 0 holds the first bytes. */
  readonly line: number;
  readonly bytes: Buffer;
}

/** A numbered line that was received, but whose fields the kernel cannot have given. */
export interface Invalid extends Place {
  readonly kind: 'invalid';
  readonly probe: Probe;
  readonly why: string;
}

/** How many lines the CPUs had written at one moment. A tick of many CPUs comes in several parts. */
export interface Tick extends Omit<TickFacts, 'halted'> {
  readonly kind: 'tick';
  readonly halted: boolean;
}

/** The tracer's own signal has come through. */
export interface Proof extends ProofFacts {
  readonly kind: 'proof';
}

/**
 * Counts by signal number so far: `hidden` by the noise filter, `thinned` of floods, or `generated`, as
 * lines were to tell of them.
 */
export interface BySignal {
  readonly kind: 'by-signal';
  readonly what: 'hidden' | 'thinned' | 'generated';
  readonly counts: ReadonlyMap<number, number>;
}

/** What each place for a flood holds as bpftrace ends, in four maps. */
export interface FloodMap {
  readonly kind: 'flood-map';
  readonly what: 'equal' | 'size' | 'until' | 'last';
  readonly values: ReadonlyMap<number, number>;
}

/** Equal signals that no line has told of. */
export interface Flood extends FloodFacts {
  readonly kind: 'flood';
}

/** How often the program has left out an event so far, since it came in the middle of another. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly count: number;
}

/** The lines that each CPU has written, read at the very end. */
export interface Totals {
  readonly kind: 'totals';
  readonly probe: Probe;
  readonly counts: ReadonlyMap<number, number>;
}

/** A message about the source, or about what it could not be asked. */
export interface Warning {
  readonly kind: 'complaint';
  readonly code:
    | 'unreadable'
    | 'source_error'
    | 'command_unread'
    | 'place_unknown'
    | 'origin_unknown'
    | 'ancestors_unknown'
    | 'enrichment_skipped'
    | 'pid_namespace'
    | 'cgroup_namespace'
    | 'less_is_told'
    | 'outcomes_forgotten';
  readonly message: string;
  /** How to fix it. */
  readonly hint?: string;
}
