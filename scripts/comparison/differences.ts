import type { ExitRecord, OutcomeRecord, SignalRecord } from '../../src/records/records.js';
import { RESULTS } from '../../src/signals/results.js';
import type { Delivered, Generated, KernelEvent } from './kernel-events.js';
import type { Taken } from './queues.js';

/** Records of a trace. */
export interface Told {
  readonly signals: readonly SignalRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  readonly exits: readonly ExitRecord[];
}

/** How a trace differs from the kernel's own record. */
export interface Differences {
  /** Records that differ from the kernel's, the first of them in words. */
  readonly records: number;
  /** Outcomes that were told of another signal, or in another thread, without `inferred`. */
  readonly unflagged: number;
  /** The same with `inferred`. */
  readonly flagged: number;
  /** Signals that a handler ran for, without an outcome. */
  readonly untold: number;
  /** Ends of processes that differ from their wait statuses. */
  readonly exits: number;
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 5;

/**
 * Compares what a trace told with the kernel's own record, signal by signal.
 *
 * @param taken what the model of the kernel's queues says of the same events
 * @param statuses wait statuses by pid
 */
export function differences(
  told: Told,
  events: readonly KernelEvent[],
  taken: Taken,
  statuses: ReadonlyMap<number, number>,
): Differences {
  const examples: string[] = [];
  const differs = (what: string) => {
    if (examples.length < MOST_EXAMPLES) examples.push(what);
    return true;
  };
  const pairs = paired(told.signals, events.filter(isGenerated));
  const records = pairs.filter(([record, event]) => {
    const [ours, theirs] = [record && wordsOf(record), event && wordsOfEvent(event)];
    return ours !== theirs && differs(`told ${ours ?? 'nothing'}; kernel ${theirs ?? 'nothing'}`);
  }).length;
  const [unflagged, flagged, untold] =
    records > 0 ? [0, 0, 0] : compareOutcomes(told, pairs, events, taken, differs);
  const exits = [...statuses].filter(([pid, status]) => {
    const ends = told.exits.filter(({ target }) => target.pid === pid).map(({ exit }) => exit);
    const [end] = ends;
    const same =
      ends.length === 1 &&
      end !== undefined &&
      ('code' in end ? end.code << 8 : end.signo) === status;
    return !same && differs(`exit of ${pid}: ${JSON.stringify(ends)}, but its status is ${status}`);
  }).length;
  return { records, unflagged, flagged, untold, exits, examples };
}

/** Compares what each thread took, in its order. @returns how many are wrong, wrong and inferred, and not told */
function compareOutcomes(
  { outcomes }: Told,
  pairs: ReturnType<typeof paired>,
  events: readonly KernelEvent[],
  { by }: Taken,
  differs: (what: string) => boolean,
): [unflagged: number, flagged: number, untold: number] {
  const signalOf = new Map([...by].map(([signal, delivery]) => [delivery, signal]));
  const records = new Map(pairs.map(([record, event]) => [record?.id, event]));
  const handled = outcomes
    .filter(({ outcome }) => outcome === 'handled')
    .sort((a, b) => (BigInt(a.ktime) < BigInt(b.ktime) ? -1 : 1));
  const ran = events.filter((event) => event.kind === 'delivered').filter(hasRun);
  let [unflagged, flagged, untold] = [0, 0, 0];
  for (const tid of new Set(ran.map((delivery) => delivery.tid))) {
    const ours = handled.filter(({ taken_by }) => taken_by === tid);
    const deliveries = ran.filter((delivery) => delivery.tid === tid);
    for (const [i, delivery] of deliveries.entries()) {
      const outcome = ours[i];
      const [took, said] = [signalOf.get(delivery), records.get(outcome?.signal_id)];
      if (outcome !== undefined && took === said) continue;
      const words = [took, said].map((event) => (event ? wordsOfEvent(event) : 'none'));
      differs(`${tid} took ${words[0] ?? ''}; told was ${words[1] ?? ''}`);
      if (outcome === undefined) untold++;
      else if (outcome.inferred === true) flagged++;
      else unflagged++;
    }
  }
  return [unflagged, flagged, untold];
}

function hasRun({ handler }: Delivered): boolean {
  return handler > 1n;
}

function isGenerated(event: KernelEvent): event is Generated {
  return event.kind === 'generated';
}

/** Each CPU sees its signals in the same order, whoever records them. */
function paired(
  signals: readonly SignalRecord[],
  events: readonly Generated[],
): [SignalRecord | undefined, Generated | undefined][] {
  const cpus = new Set([...signals, ...events].map(({ cpu }) => cpu));
  return [...cpus].flatMap((cpu) => {
    const ours = signals.filter((signal) => signal.cpu === cpu).sort((a, b) => seqOf(a) - seqOf(b));
    const theirs = events.filter((event) => event.cpu === cpu);
    const length = Math.max(ours.length, theirs.length);
    return Array.from({ length }, (_, i): [SignalRecord | undefined, Generated | undefined] => [
      ours[i],
      theirs[i],
    ]);
  });
}

function seqOf({ id }: SignalRecord): number {
  return Number(id.split('-')[2]);
}

function wordsOf({ signo, si_code, errno, target, scope, result, ...more }: SignalRecord): string {
  const current = more.current?.tid ?? more.sender?.tid;
  const group = scope === 'process' ? 1 : 0;
  return `sig ${signo} errno ${errno ?? 0} code ${si_code ?? '?'} to ${target.tid} ${target.comm} group ${group} ${result ?? '?'} by ${current ?? '?'}`;
}

function wordsOfEvent(event: Generated): string {
  const { signo, errno, siCode, tid, comm, group, result, currentTid } = event;
  return `sig ${signo} errno ${errno} code ${siCode} to ${tid} ${comm} group ${group} ${RESULTS[result] ?? '?'} by ${currentTid}`;
}
