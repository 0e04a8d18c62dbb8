import type { ProcStatus } from '../host/proc-status.js';
import type { ExitStatus, OutcomeRecord, Process } from '../records/records.js';
import {
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGURG,
  SIGWINCH,
} from '../signals/signos.js';
import { type Delivery, type Exit, type SignalFacts, TARGET_STATE } from '../wire/events.js';
import { exitRecord, exitStatus, type Moment, outcomeRecord } from './outcome-record.js';
import { enqueue, fitting, isFor, mayBeTaken } from './pending-signals.js';
import { type Target, Targets } from './targets.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** si_code of a SIGCHLD. */
const CLD_STOPPED = 5;
const STOPS: readonly number[] = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU];
/** By default these do nothing when they are taken. */
const NOTHINGS: readonly number[] = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH];
const UNKILLABLE = 0x40;

/** After this long a signal that was not taken is said to be pending, where it really is. */
const PENDING_MS = 10_000;
/** So long it may take from the delivery of a stop signal until the process is seen to have stopped. */
const STOPPING_MS = 1000;
/** A look comes so long, at most, after the clock was read for it. */
const LOOK_NS = 100_000_000n;
/** A signal that nobody takes waits in the kernel, and here: real-time ones by the thousand. */
const MOST_WAITING = 1024;
const MOST_IDS = 64;
/** What most signals bring to light, beside themselves. */
const NOTHING: readonly LazyRecord[] = [];

/** Looks at a thread of a process, if that still is the one that started then. */
export type ReadProcStatus = (
  pid: number,
  tid: number,
  startTimeNs: bigint,
) => ProcStatus | undefined;

export interface OutcomesOptions {
  /** undefined where /proc shows other processes than those that are traced. */
  readonly readStatus: ReadProcStatus | undefined;
  /** Whether every SIGCONT to a target is traced. */
  readonly seesContinue: boolean;
}

/** When it is asked what time has brought to light. */
export interface Now {
  readonly ms: number;
  readonly ktime: bigint;
  /** Kernel time up to which all has been told. What happened since may still be on its way. */
  readonly toldUntil: bigint;
}

/** Who the process of a delivery or an exit says it is. */
export interface ProcessOfNote {
  readonly startTimeNs: bigint | undefined;
  readonly process: (() => Process) | undefined;
}

/**
 * What becomes of signals. The kernel pairs no delivery with what was generated, so it is inferred by
 * process and number; where more than one fits, the record says so. A death is told only when the last
 * thread has gone, a stop when the process is seen to have stopped. Of signals that are taken without
 * a delivery (sigwait, signalfd) nothing is said.
 */
export class Outcomes {
  readonly #look: ReadProcStatus | undefined;
  readonly #wall: (ktime: bigint) => bigint;
  readonly #seesContinue: boolean;
  readonly #targets = new Targets();
  #dropped = 0;
  /** Kernel time of the youngest that has been told. */
  #newest = -1n;

  /** @param wall the wall clock at a kernel time */
  constructor({ readStatus, seesContinue }: OutcomesOptions, wall: (ktime: bigint) => bigint) {
    this.#look = readStatus;
    this.#wall = wall;
    this.#seesContinue = seesContinue;
  }

  /** Signals that had to be forgotten, since too many waited. */
  get forgotten(): number {
    return this.#dropped + this.#targets.forgotten;
  }

  /** To be told of all that comes in the stream, in its order, before what it brings to light. */
  passed(ktime: bigint): void {
    if (ktime > this.#newest) this.#newest = ktime;
  }

  /** @param now ms */
  add(sent: TracedSignal, now: number): readonly LazyRecord[] {
    const { facts } = sent;
    const { targetPid, targetStartTimeNs, signo } = facts;
    if (targetPid === 0 || targetStartTimeNs === 0n) return NOTHING;
    const target = this.#targets.findOrAdd(targetPid, targetStartTimeNs);
    let drafts = this.#seenStopped(target, facts);
    // The last of its threads to stop tells the parent.
    if (sent.origin === 'child' && facts.siCode === CLD_STOPPED) {
      const child = this.#targets.find(facts.currentPid, undefined);
      if (child !== undefined) drafts = [...drafts, ...this.#tellStopped(child)];
    }
    target.last = sent;
    if (signo !== SIGCHLD) {
      target.ids.push(sent.id);
      if (target.ids.length > MOST_IDS) target.ids.shift();
    }
    target.escalation.add(sent);
    if (signo === SIGCONT && (facts.targetState & TARGET_STATE.continued) !== 0) {
      const moment = this.#moment({ ktime: sent.ktime, cpu: sent.cpu });
      drafts = [...drafts, this.#outcome(target, sent, 'continued', moment, {})];
    }
    target.pending = enqueue(target.pending, sent, now);
    if (target.pending.length > MOST_WAITING) {
      target.pending.shift();
      this.#dropped++;
    }
    return drafts;
  }

  delivered(note: Delivery, own: ProcessOfNote, now: number): LazyRecord[] {
    const target = this.#targets.find(note.pid, own.startTimeNs);
    if (target === undefined) return [];
    const { signo, handler, flags, ktime } = note;
    const fits = ({ facts }: TracedSignal) => facts.signo === signo && isFor(facts, note.tid);
    const byDefault = handler === 0;
    const deadly = byDefault && !STOPS.includes(signo) && !NOTHINGS.includes(signo);
    // The exit tells of a death; but the first process of a pid namespace lives on.
    if (deadly && ((flags & UNKILLABLE) === 0 || signo === SIGKILL)) {
      // Until its core is written may take minutes.
      const [taken] = fitting(target.pending, ktime, fits);
      if (taken !== undefined) taken.killing = true;
      return [];
    }
    const found = this.#take(target, ktime, fits);
    if (found === undefined) return [];
    const { sent, inferred } = found;
    const moment = this.#moment(note);
    if (byDefault && STOPS.includes(signo)) {
      target.stopping = { sent, inferred, moment, at: now, tid: note.tid };
      return [];
    }
    if (handler === 2) target.handled.set(signo, sent.id);
    const outcome = handler === 2 ? 'handled' : 'discarded';
    return [this.#outcome(target, sent, outcome, moment, { inferred, own: own.process })];
  }

  exited(note: Exit, own: ProcessOfNote): LazyRecord[] {
    const target = this.#targets.find(note.pid, own.startTimeNs);
    if (target === undefined) return [];
    this.#targets.forget(note.pid);
    const exit = exitStatus(note.status);
    const moment = this.#moment(note);
    const drafts: LazyRecord[] = [];
    if ('signo' in exit) {
      const found = this.#take(target, note.ktime, ({ facts }) => facts.signo === exit.signo);
      if (found !== undefined) drafts.push(this.#death(target, found, moment, exit, own));
    }
    const { ids, last } = target;
    const process = own.process ?? last?.target;
    if (ids.length > 0 && process !== undefined) {
      const placed = this.#placed(moment);
      drafts.push(() => exitRecord(placed, process(), exit, ids));
    }
    drafts.push(...target.escalation.takeRecord());
    return drafts;
  }

  /** What time alone brings to light; to be asked a few times a second. */
  due(now: Now): LazyRecord[] {
    const drafts: LazyRecord[] = [];
    for (const target of this.#targets.all) {
      drafts.push(...this.#lookStopped(target, now));
      if ((target.pending[0]?.at ?? now.ms) <= now.ms - PENDING_MS) {
        drafts.push(...this.#lookPending(target, now.ms - PENDING_MS, now));
      }
      const since = target.escalation.unreportedSince;
      if (since !== undefined && this.#wall(now.ktime) - since > BigInt(PENDING_MS) * 1_000_000n) {
        drafts.push(...target.escalation.takeRecord());
      }
    }
    return drafts;
  }

  /** Not all was traced: who was to stop may have been continued. */
  gap(): void {
    for (const target of this.#targets.all) target.stopping = undefined;
  }

  /** At the end of the trace. */
  end(now: Now): LazyRecord[] {
    const drafts: LazyRecord[] = [];
    for (const target of this.#targets.all) {
      drafts.push(...this.#lookStopped(target, now));
      drafts.push(...this.#lookPending(target, now.ms, now), ...target.escalation.takeRecord());
    }
    this.#targets.clear();
    return drafts;
  }

  /** Takes the oldest that fits. */
  #take(target: Target, ktime: bigint, fits: (sent: TracedSignal) => boolean) {
    const [first, ...others] = fitting(target.pending, ktime, fits);
    if (first === undefined) return undefined;
    target.pending = target.pending.filter((waiting) => waiting !== first);
    return { sent: first.sent, inferred: others.length > 0 };
  }

  #death(
    target: Target,
    { sent, inferred }: { sent: TracedSignal; inferred: boolean },
    moment: Moment,
    exit: ExitStatus & { signo: number; core: boolean },
    own: ProcessOfNote,
  ): LazyRecord {
    const itself = sent.byCurrent && sent.facts.currentPid === target.pid;
    const reraiseOf = itself ? target.handled.get(exit.signo) : undefined;
    const outcome = exit.core ? 'dumped' : 'terminated';
    if (reraiseOf !== undefined) target.escalation.setOutcome(reraiseOf, outcome);
    return this.#outcome(target, sent, outcome, moment, {
      inferred,
      own: own.process,
      exit,
      reraiseOf,
    });
  }

  /** The kernel says of the target, as the next signal comes, that it was stopped. */
  #seenStopped(target: Target, { targetState, signo }: SignalFacts): readonly LazyRecord[] {
    const { stopped, continued } = TARGET_STATE;
    if ((targetState & (stopped | continued)) !== 0) return this.#tellStopped(target);
    if (signo === SIGCONT) target.stopping = undefined;
    return NOTHING;
  }

  #lookStopped(target: Target, { ms, ktime, toldUntil }: Now): LazyRecord[] {
    const { pid, startTimeNs, stopping } = target;
    if (stopping === undefined) return [];
    const { tid, at, sent, inferred, moment } = stopping;
    if (stopping.looked === undefined) {
      const seen = this.#look?.(pid, tid, startTimeNs);
      if (seen?.stopped === true) return this.#tellStopped(target);
      if (ms - at < STOPPING_MS) return [];
      stopping.looked = { by: ktime + LOOK_NS, runs: seen !== undefined };
    }
    if (toldUntil < stopping.looked.by) return [];
    target.stopping = undefined;
    // It goes on and nobody continued it: its group is orphaned.
    const discarded = stopping.looked.runs && this.#seesContinue;
    return discarded ? [this.#outcome(target, sent, 'discarded', moment, { inferred })] : [];
  }

  #tellStopped(target: Target): LazyRecord[] {
    const { stopping } = target;
    if (stopping === undefined) return [];
    target.stopping = undefined;
    const { sent, inferred, moment } = stopping;
    return [this.#outcome(target, sent, 'stopped', moment, { inferred })];
  }

  #lookPending(target: Target, before: number, now: Now): LazyRecord[] {
    const { pid, startTimeNs } = target;
    const drafts: LazyRecord[] = [];
    if (this.#look === undefined) return drafts;
    const old = target.pending.filter(({ at }) => at <= before);
    const glimpses = new Map<number, ProcStatus | undefined>();
    for (const waiting of old) {
      if (waiting.toldPending || waiting.killing || waiting.goneBefore !== undefined) continue;
      const { sent } = waiting;
      const { targetTid: tid, signo } = sent.facts;
      if (!glimpses.has(tid)) glimpses.set(tid, this.#look(pid, tid, startTimeNs));
      if (glimpses.get(tid)?.pending(signo) === true) {
        waiting.toldPending = true;
        // It waits now, and so it did when the youngest came that has been told: there it stands.
        const ktime = now.toldUntil > this.#newest ? now.toldUntil : this.#newest;
        const moment = { ktime, wall: this.#wall(ktime) };
        drafts.push(this.#outcome(target, sent, 'pending', moment, {}));
      } else waiting.goneBefore = now.ktime + LOOK_NS;
    }
    // Whose delivery would have been told by now, was taken without one.
    target.pending = target.pending.filter((waiting) => mayBeTaken(waiting, now.toldUntil));
    return drafts;
  }

  #outcome(
    target: Target,
    sent: TracedSignal,
    outcome: OutcomeRecord['outcome'],
    moment: Moment,
    more: {
      readonly inferred?: boolean;
      readonly own?: (() => Process) | undefined;
      readonly exit?: ExitStatus;
      readonly reraiseOf?: string | undefined;
    },
  ): LazyRecord {
    target.escalation.setOutcome(sent.id, outcome);
    const placed = this.#placed(moment);
    return () => outcomeRecord(sent, outcome, placed, more);
  }

  #placed(moment: Moment): Moment {
    return moment.ktime < this.#newest ? { ...moment, late: true } : moment;
  }

  #moment({ ktime, cpu, tid }: Pick<Moment, 'ktime' | 'tid'> & { readonly cpu: number }): Moment {
    return { ktime, cpu, wall: this.#wall(ktime), ...(tid === undefined ? {} : { tid }) };
  }
}
