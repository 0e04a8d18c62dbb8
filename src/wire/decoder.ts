import { decodeAttempt } from './decode-attempt.js';
import { decodeDelivery, decodeExit } from './decode-notes.js';
import { decodeTold } from './decode-told.js';
import type {
  Hidden,
  Probe,
  Proof,
  SignalFacts,
  Skipped,
  SourceEvent,
  Tick,
  Totals,
  Warning,
} from './events.js';
import { Fields, unsigned } from './fields.js';
import { bytesToText, parseJsonLine } from './json-text.js';
import { Memo } from './memo.js';
import { whyInvalid } from './validate.js';

const COMM_BYTES = 16;
/** No si_code, but a result: the probe could not read the siginfo (see probes/complete_signal.bt). */
const NO_SIGINFO = 0x80000000;
const NO_RESULT = NO_SIGINFO + 15;
/** Words that bpftrace may print about itself where records belong. */
const NOT_A_RECORD = /^(?:__BPFTRACE_NOTIFY_PROBES_ATTACHED)?\s*$/;
const PRINTED = '{"type": "printf", "data": "';
const PRINTED_END = '"}';
const LOST_EVENTS = '{"type": "lost_events"';
const PROOF = /^c\|(\d{1,20})(?:\|(\d{1,20}))?$/;
const TICK = /^t\|(\d+)\|([01])\|(\d+)\|(\d+)\/(\d+)\|([1-9])((?:\|\d+)+)$/;
/** The maps that count what each CPU has written. */
const COUNTERS: readonly (readonly [string, Probe])[] = [
  ['@total', 'signal'],
  ['@delivered', 'delivery'],
  ['@exited', 'exit'],
  ['@attempted', 'attempt'],
];

/** Lines of bpftrace's JSON to records. Survives whatever bpftrace prints; never throws. */
export class Decoder {
  // Few differ among many signals, and what is held for long should hold little.
  readonly #stacks = new Memo(functionNames);
  readonly #comms = new Memo(comm);
  readonly #cgroups = new Memo((id) => id);
  readonly #starts = new Memo(unsigned);
  readonly #whos = new Memo((who) => (who === '0' ? '' : who));

  push(lines: readonly string[]): SourceEvent[] {
    const records: SourceEvent[] = [];
    for (const line of lines) {
      const record = this.#decode(line);
      if (record !== undefined) records.push(record);
    }
    return records;
  }

  flush(): SourceEvent[] {
    return [];
  }

  #decode(line: string): SourceEvent | undefined {
    const quick = this.#quickly(line);
    if (quick !== undefined) return quick;
    if (NOT_A_RECORD.test(line)) return undefined;
    let json: unknown;
    try {
      json = parseJsonLine(line);
    } catch {
      // From 0.24 on a count of lost events may be broken JSON; our own numbers tell the loss.
      if (line.startsWith(LOST_EVENTS)) return undefined;
      return unreadable(line);
    }
    if (!isObject(json) || typeof json['type'] !== 'string') return unreadable(line);
    const data = json['data'];
    switch (json['type']) {
      case 'printf':
        return (typeof data === 'string' ? this.#printed(data) : undefined) ?? unreadable(line);
      case 'map':
        return isObject(data) ? mapRecord(data) : unreadable(line);
      case 'helper_error':
      case 'runtime_error':
      case 'errorf':
      case 'warnf':
        return complaint('source_error', `bpftrace reports: ${line.slice(0, 500)}`);
      default:
        // attached_probes proves nothing before 0.24; lost_events is late or wrong in most versions.
        return undefined;
    }
  }

  /** Most lines by far are signals and what became of them, with nothing escaped but the stack: no need for JSON. */
  #quickly(line: string): SourceEvent | undefined {
    if (line[PRINTED.length + 1] !== '|' || !line.endsWith(PRINTED_END)) return undefined;
    if (!line.startsWith(PRINTED)) return undefined;
    const end = line.length - PRINTED_END.length;
    switch (line[PRINTED.length]) {
      case 's': {
        const record = this.#signal(line, PRINTED.length, end);
        // An escape in a name takes more than the name's own room.
        return record?.kind === 'signal' && hasEscape(record.facts) ? undefined : record;
      }
      case 'd':
        return decodeDelivery(line, PRINTED.length, end, this.#whos);
      case 'x':
        return decodeExit(line, PRINTED.length, end, this.#whos);
      default:
        return undefined;
    }
  }

  #printed(text: string): SourceEvent | undefined {
    switch (text[0]) {
      case 's':
        return this.#signal(text, 0, text.length);
      case 'd':
        return decodeDelivery(text, 0, text.length, this.#whos);
      case 'x':
        return decodeExit(text, 0, text.length, this.#whos);
      case 'f':
        return decodeAttempt(text, { comms: this.#comms, whos: this.#whos });
      case 'w':
      case 'p':
      case 'a':
        return decodeTold(text);
      case 't':
        return tick(text);
      case 'c':
        return proof(text);
      default:
        return undefined;
    }
  }

  #signal(text: string, at: number, end: number): SourceEvent | undefined {
    const fields = new Fields(text, at + 's|'.length, end);
    const cpu = fields.number();
    const seq = fields.number();
    const ktime = fields.bigint();
    if (ktime < 0n) return undefined;
    const signo = fields.number();
    const code = fields.number();
    const errno = fields.number();
    const group = fields.number();
    const result = fields.number();
    const targetTid = fields.number();
    const targetPid = fields.number();
    const targetUid = fields.number();
    const currentPid = fields.number();
    const currentTid = fields.number();
    const uid = fields.number();
    const gid = fields.number();
    const cgroupId = this.#cgroups.get(fields.word());
    const currentComm = this.#comms.get(fields.characters(COMM_BYTES));
    const targetComm = this.#comms.get(fields.characters(COMM_BYTES));
    const hasSiginfo = code < NO_SIGINFO;
    // The core program knows no more.
    const more = fields.left > 0;
    const facts: SignalFacts = {
      signo,
      group,
      // Parts are spread into no record of which a storm brings millions: that costs as much as all else.
      siCode: hasSiginfo ? code : undefined,
      errno: hasSiginfo ? errno : undefined,
      result: hasSiginfo ? result : code === NO_RESULT ? undefined : code - NO_SIGINFO,
      targetTid,
      targetPid,
      targetUid,
      currentPid,
      currentTid,
      uid,
      gid,
      cgroupId,
      currentComm,
      targetComm,
      targetStartTimeNs: more ? this.#starts.get(fields.word()) : 0n,
      targetGid: more ? fields.number() : -1,
      targetParent: more ? fields.number() : 0,
      targetNsPid: more ? fields.number() : 0,
      targetState: more ? fields.number() : 0,
      targetCgroupId: more ? this.#cgroups.get(fields.word()) : '0',
      targetArgStart: more ? fields.number() : 0,
      call: more ? fields.number() : -1,
      arg: more ? fields.number() : 0,
      processKey: more ? this.#whos.get(fields.word()) : '',
      stack: this.#stacks.get(more ? fields.rest() : ''),
    };
    if (fields.ended) return undefined;
    // Without a place in the sequence it can't be told from a lost one.
    if (!(cpu >= 0 && cpu <= 65_535) || !(Number.isSafeInteger(seq) && seq > 0)) return undefined;
    const why = whyInvalid(facts);
    return why === undefined
      ? { kind: 'signal', cpu, seq, ktime, facts }
      : { kind: 'invalid', probe: 'signal', cpu, seq, ktime, why };
  }
}

function hasEscape({ currentComm, targetComm }: SignalFacts): boolean {
  return currentComm.includes('\\') || targetComm.includes('\\');
}

/** Function names, innermost first, from the lines of a stack; their ends may be escaped. */
function functionNames(stack: string): readonly string[] {
  const frames = stack.split(/\n|\\n/).map((line) => line.trim().replace(/\+\d+$/, ''));
  return frames.filter((name) => name !== '');
}

function proof(text: string): Proof | undefined {
  const match = PROOF.exec(text);
  if (match === null) return undefined;
  const [, ktime = '', slept] = match;
  return {
    kind: 'proof',
    ktime: BigInt(ktime),
    slept: slept === undefined ? undefined : BigInt(slept),
  };
}

function tick(text: string): Tick | undefined {
  const match = TICK.exec(text);
  if (match === null) return undefined;
  const [, ktime = '', halted, cpu, firstCpu, cpus, probes, totals = ''] = match;
  return {
    kind: 'tick',
    ktime: BigInt(ktime),
    halted: halted === '1',
    cpu: Number(cpu),
    cpus: Number(cpus),
    firstCpu: Number(firstCpu),
    probes: Number(probes),
    totals: totals.slice(1).split('|').map(Number),
  };
}

/** Maps come when the program prints them, and all once more when bpftrace ends in good order. */
function mapRecord(data: Record<string, unknown>): Hidden | Skipped | Totals | undefined {
  const hidden = data['@hidden'];
  if (isObject(hidden)) return { kind: 'hidden', counts: countsOf(hidden) };
  const skipped = data['@skipped'];
  if (typeof skipped === 'number') return { kind: 'skipped', count: skipped };
  for (const [name, probe] of COUNTERS) {
    const map = data[name];
    if (isObject(map)) return { kind: 'totals', probe, counts: countsOf(map) };
  }
  return undefined;
}

function countsOf(map: Record<string, unknown>): ReadonlyMap<number, number> {
  return new Map(Object.entries(map).map(([key, value]) => [Number(key), Number(value)]));
}

/** Blanks that pad the field are not the name's; a name may hold any byte but NUL. */
function comm(field: string): string {
  return bytesToText(field.replace(/ +$/, ''));
}

function unreadable(line: string): Warning {
  return complaint(
    'unreadable',
    `bpftrace printed a line that is no record: ${line.slice(0, 200)}`,
  );
}

function complaint(code: Warning['code'], message: string): Warning {
  return { kind: 'complaint', code, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
