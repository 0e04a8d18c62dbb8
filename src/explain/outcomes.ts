import type { ReadProcStatus } from '../host/proc-status.js';
import { ASKING } from '../signals/asking.js';
import { TRAP_PERF } from '../signals/codes.js';
import {
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGSTOP,
  SIGTRAP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGURG,
  SIGWINCH,
} from '../signals/signos.js';
import { type Delivery, type Exit, TARGET_STATE } from '../wire/events.js';
import type { End } from './ends.js';
import { exitStatus } from './outcome-record.js';
import { PENDING_MS, PendingLooks } from './pending-looks.js';
import { enqueue, FIRST_LOOK_MS, fitting, type PendingSignal, takenBy } from './pending-signals.js';
import { type Now, Stops } from './stops.js';
import { type Target, Targets } from './targets.js';
import { TellOutcome } from './tell-outcome.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** si_code of a SIGCHLD. */
const CLD_STOPPED = 5;
const STOPS: readonly number[] = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU];
/** Signals whose default action does nothing. */
const NOTHINGS: readonly number[] = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH];
const UNKILLABLE = 0x40;

/** How long somebody may wait for its outcome. */
const PRESSING_MS = 1000;
/** The most pending signals that are kept of one target: real-time signals may wait by the thousand. */
const MOST_WAITING = 1024;
const MOST_IDS = 64;
/** Most signals tell nothing besides themselves. */
const NOTHING: readonly LazyRecord[] = [];

export interface OutcomesOptions {
  /** undefined where /proc shows other processes than those that are traced. */
  readonly readStatus: ReadProcStatus | undefined;
  /** Whether every SIGCONT to a target is traced. */
  readonly seesContinue: boolean;
  /** Whether all signals of a number are traced, whoever gets them. */
  readonly tracesAll?: (signo: number) => boolean;
  /** How many deliveries may have been missed so far: while it grows, no signal was surely taken without one. */
  readonly missed?: () => number;
}

/** The process of a delivery or an exit, as it tells of itself. */
export interface ProcessOfNote {
  readonly startTimeNs: bigint | undefined;
  readonly process: End | undefined;
}

/**
 * Tells what becomes of signals. The kernel pairs no delivery with a generated signal, so the pair is
 * inferred from process and number; where more than one signal fits, the record says so. A death is
 * told once the last thread has gone, a stop once the process is seen to have stopped. What left the queue
 * without a delivery was taken (sigwait, signalfd, a tracer).
 */
export class Outcomes {
  readonly #tell: TellOutcome;
  readonly #stops: Stops;
  readonly #looks: PendingLooks;
  readonly #targets = new Targets();
  readonly #tracesAll: (signo: number) => boolean;
  #dropped = 0;
  /** Signals of which only the delivery was seen, as it has to be. */
  #unseen = 0;
  /** The targets of which time may bring something to light. */
  readonly #open = new Set<Target>();
  #pressing = false;

  /** @param wall the wall clock at a kernel time */
  constructor(
    { readStatus, seesContinue, tracesAll = () => false, missed = () => 0 }: OutcomesOptions,
    wall: (ktime: bigint) => bigint,
  ) {
    this.#tell = new TellOutcome(wall);
    this.#tracesAll = tracesAll;
    this.#looks = new PendingLooks(readStatus, missed, (target, sent, outcome, now, more) =>
      this.#tell.outcome(target, sent, outcome, this.#tell.now(now), more),
    );
    this.#stops = new Stops(
      readStatus,
      seesContinue,
      (target, { sent, moment, inferred }, outcome) =>
        this.#tell.outcome(target, sent, outcome, moment, { inferred }),
    );
  }

  /** Signals that were forgotten because too many waited. */
  get forgotten(): number {
    return this.#dropped + this.#targets.forgotten;
  }

  /** An event passes, in the order of the stream; call it before the event is handled. */
  passed(ktime: bigint): void {
    this.#tell.passed(ktime);
  }

  /** Whether a process is about to stop, or may have taken a signal without a handler: it is worth a look soon. */
  get isPressing(): boolean {
    return this.#pressing;
  }

  /** @param now ms */
  add(sent: TracedSignal, now: number): readonly LazyRecord[] {
    const { facts } = sent;
    const { targetPid, targetStartTimeNs, signo } = facts;
    if (targetPid === 0 || targetStartTimeNs === 0n) return NOTHING;
    const target = this.#targets.findOrAdd(targetPid, targetStartTimeNs);
    let records = this.#stops.seen(target, facts);
    // Who calls runs. An interrupt may come upon a thread that is about to stop.
    if (target.stopping !== undefined && sent.shared.from === 'current') {
      if (facts.currentPid === targetPid) records = this.#stops.ran(target, facts.currentTid);
    }
    // The last thread that stops tells the parent.
    if (sent.shared.origin === 'child' && facts.siCode === CLD_STOPPED) {
      const child = this.#targets.find(facts.currentPid, undefined);
      if (child !== undefined) records = [...records, ...this.#stops.stopped(child)];
    }
    target.last = sent;
    if (signo !== SIGCHLD) {
      target.ids.push(sent.id);
      if (target.ids.length > MOST_IDS) target.ids.shift();
    }
    target.escalation.add(sent);
    if (signo === SIGCONT && (facts.targetState & TARGET_STATE.continued) !== 0) {
      const moment = this.#tell.moment({ ktime: sent.ktime, cpu: sent.cpu });
      records = [...records, this.#tell.outcome(target, sent, 'continued', moment)];
    }
    if ((facts.targetState & TARGET_STATE.untracked) !== 0) {
      target.forgotten.add(facts);
      this.#dropped++;
      return records;
    }
    target.pending = enqueue(target.pending, sent, now);
    if (target.pending.length > 0) this.#pressing = true;
    if (isOpen(target)) this.#open.add(target);
    if (target.pending.length > MOST_WAITING) {
      const oldest = target.pending.shift();
      if (oldest !== undefined) target.forgotten.add(oldest.sent.facts);
      this.#dropped++;
    }
    return records;
  }

  /** @param isWhole whether a delivery that fits no traced signal is worth telling */
  delivered(note: Delivery, own: ProcessOfNote, now: number, isWhole = true): LazyRecord[] {
    const target = this.#targets.find(note.pid, own.startTimeNs);
    const unmatched = () => (isWhole ? this.#unmatched(note, own) : []);
    if (target === undefined) return unmatched();
    const ran = note.signo === SIGKILL ? NOTHING : this.#stops.ran(target, note.tid);
    return [...ran, ...(this.#delivered(target, note, own, now) ?? unmatched())];
  }

  /** @returns undefined where no signal fits */
  #delivered(
    target: Target,
    note: Delivery,
    own: ProcessOfNote,
    now: number,
  ): LazyRecord[] | undefined {
    const { signo, handler, flags } = note;
    const byDefault = handler === 0;
    const deadly = byDefault && !STOPS.includes(signo) && !NOTHINGS.includes(signo);
    // The exit tells a death. The first process of a pid namespace lives on.
    if (deadly && ((flags & UNKILLABLE) === 0 || signo === SIGKILL)) {
      // Writing the core may take minutes.
      const found = takenBy(target.pending, note);
      if (found === undefined) return undefined;
      found.taken.killing = true;
      found.taken.lookAt = now + FIRST_LOOK_MS;
      return [];
    }
    if (target.forgotten.take(note)) return [];
    const found = takenBy(target.pending, note);
    if (found === undefined) return undefined;
    const { sent } = found.taken;
    const inferred = this.#settle(target, found.taken, found.inferred);
    const moment = this.#tell.moment(note);
    if (byDefault && STOPS.includes(signo)) {
      target.stopping = { sent, inferred, moment, at: now, tid: note.tid };
      this.#open.add(target);
      this.#pressing = true;
      return [];
    }
    if (handler === 2) {
      target.handled.set(signo, sent.id);
      if (ASKING.includes(signo)) target.asked = sent;
    }
    const outcome = handler === 2 ? 'handled' : 'discarded';
    return [this.#tell.outcome(target, sent, outcome, moment, { inferred, own: own.process })];
  }

  /** A delivery that fits no traced signal. What a filter left out is not told of. */
  #unmatched(note: Delivery, { process }: ProcessOfNote): LazyRecord[] {
    if (!this.#tracesAll(note.signo)) return [];
    const isOfPerf = note.signo === SIGTRAP && note.siCode === TRAP_PERF;
    if (isOfPerf) this.#unseen++;
    // An exit would tell a death, but nobody watches for it.
    if (note.handler === 0 || process === undefined) return [];
    return [this.#tell.unmatched(note, isOfPerf, process)];
  }

  /** How many signals no program can have seen that were delivered all the same. */
  get unseen(): number {
    return this.#unseen;
  }

  exited(note: Exit, own: ProcessOfNote): LazyRecord[] {
    const target = this.#targets.find(note.pid, own.startTimeNs);
    if (target === undefined) return [];
    this.#targets.forget(note.pid);
    const exit = exitStatus(note.status);
    const moment = this.#tell.moment(note);
    const isKilled = 'signo' in exit && exit.signo === SIGKILL;
    const records: LazyRecord[] = isKilled ? [] : [...this.#stops.ran(target, undefined)];
    if ('signo' in exit) {
      const found = this.#take(target, note.ktime, ({ facts }) => facts.signo === exit.signo);
      if (found !== undefined) {
        const cut = target.pending.filter(({ killing }) => killing);
        const by = { cutShortBy: found.sent.id };
        records.push(
          ...cut.map(({ sent }) => this.#tell.outcome(target, sent, 'dumping', moment, by)),
          this.#tell.death(target, found, moment, exit, own.process),
        );
      }
    }
    const { ids, last, asked } = target;
    const process = own.process ?? last?.target;
    if (ids.length > 0 && process !== undefined) {
      records.push(this.#tell.exit(moment, process, exit, ids, asked));
    }
    records.push(...target.escalation.takeRecord());
    return records;
  }

  /** Looks at what time alone brings to light; to be called a few times a second. */
  due(now: Now): LazyRecord[] {
    const records: LazyRecord[] = [];
    this.#pressing = false;
    this.#looks.begin();
    for (const target of this.#open) {
      records.push(...this.#stops.look(target, now), ...this.#looks.look(target, now));
      const since = target.escalation.unreportedSince;
      if (
        since !== undefined &&
        this.#tell.wall(now.ktime) - since > BigInt(PENDING_MS) * 1_000_000n
      ) {
        records.push(...target.escalation.takeRecord());
      }
      const { stopping, pending } = target;
      const isKnown = this.#targets.find(target.pid, target.startTimeNs) === target;
      if (!isOpen(target) || !isKnown) this.#open.delete(target);
      else if (stopping !== undefined || pending.some((one) => now.ms - one.at < PRESSING_MS)) {
        this.#pressing = true;
      }
    }
    return records;
  }

  /** Tracing was interrupted: a process that was about to stop may have been continued unseen. */
  gap(): void {
    for (const target of this.#targets.all()) target.stopping = undefined;
  }

  /** The trace ends: tells what is still open. */
  end(now: Now): LazyRecord[] {
    const records: LazyRecord[] = [];
    for (const target of this.#targets.all()) {
      records.push(...this.#stops.look(target, now));
      records.push(...this.#looks.look(target, now, true), ...target.escalation.takeRecord());
    }
    this.#targets.clear();
    this.#open.clear();
    return records;
  }

  /** Takes a signal out of those that wait. @returns whether it is a guess, or what a guess has left */
  #settle(target: Target, taken: PendingSignal, inferred: boolean): boolean {
    target.pending = target.pending.filter((waiting) => waiting !== taken);
    const { signo } = taken.sent.facts;
    const left = target.pending.some(({ sent }) => sent.facts.signo === signo);
    const guessed = inferred || target.guessed.has(signo);
    if (guessed && left) target.guessed.add(signo);
    else target.guessed.delete(signo);
    return guessed;
  }

  /** Takes the oldest pending signal that fits. */
  #take(target: Target, ktime: bigint, fits: (sent: TracedSignal) => boolean) {
    const [first, ...others] = fitting(target.pending, ktime, fits);
    if (first === undefined) return undefined;
    target.pending = target.pending.filter((waiting) => waiting !== first);
    return { sent: first.sent, inferred: others.length > 0 };
  }
}

/** Whether time may bring something to light of it. */
function isOpen({ stopping, pending, escalation }: Target): boolean {
  return stopping !== undefined || pending.length > 0 || escalation.unreportedSince !== undefined;
}
