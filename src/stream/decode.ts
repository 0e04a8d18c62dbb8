import { Fields } from './fields.js';
import { bytesToText, parseJsonLine } from './json-text.js';
import { Memo } from './memo.js';
import type {
  Complaint,
  Hidden,
  KernelSignal,
  SourceRecord,
  Tick,
  Totals,
} from './source-record.js';
import type { Stage } from './stage.js';
import { whyInvalid } from './validate.js';

const COMM_BYTES = 16;
const DECIMAL = /^\d{1,20}$/;
/** Words that bpftrace may print about itself where records belong. */
const NOT_A_RECORD = /^(?:__BPFTRACE_NOTIFY_PROBES_ATTACHED)?\s*$/;
const PRINTED = '{"type": "printf", "data": "';
const PRINTED_END = '"}';
const LOST_EVENTS = '{"type": "lost_events"';

/** Lines of bpftrace's JSON to records. Survives whatever bpftrace prints; never throws. */
export class Decoder implements Stage<string, SourceRecord> {
  // Few differ among many signals, and what is held for long should hold little.
  readonly #stacks = new Memo(functionNames);
  readonly #comms = new Memo(comm);
  readonly #cgroups = new Memo((id) => id);

  push(lines: readonly string[]): SourceRecord[] {
    const records: SourceRecord[] = [];
    for (const line of lines) {
      const record = this.#decode(line);
      if (record !== undefined) records.push(record);
    }
    return records;
  }

  flush(): SourceRecord[] {
    return [];
  }

  #decode(line: string): SourceRecord | undefined {
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

  /** Most lines by far are signals, in which nothing is escaped but the stack: no need for JSON. */
  #quickly(line: string): SourceRecord | undefined {
    if (!line.startsWith('s|', PRINTED.length) || !line.endsWith(PRINTED_END)) return undefined;
    if (!line.startsWith(PRINTED)) return undefined;
    const record = this.#signal(line, PRINTED.length, line.length - PRINTED_END.length);
    // An escape in a name takes more than the name's own room.
    return record?.kind === 'signal' && hasEscape(record) ? undefined : record;
  }

  #printed(text: string): SourceRecord | undefined {
    switch (text[0]) {
      case 's':
        return this.#signal(text, 0, text.length);
      case 't':
        return tick(text);
      case 'c':
        return /^c\|\d+$/.test(text) ? { kind: 'proof', ktime: BigInt(text.slice(2)) } : undefined;
      default:
        return undefined;
    }
  }

  #signal(text: string, at: number, end: number): SourceRecord | undefined {
    const fields = new Fields(text, at + 's|'.length, end);
    const cpu = fields.number();
    const seq = fields.number();
    const ktime = fields.word();
    if (!DECIMAL.test(ktime)) return undefined;
    const signal: KernelSignal = {
      kind: 'signal',
      cpu,
      seq,
      ktime: BigInt(ktime),
      signo: fields.number(),
      siCode: fields.number(),
      errno: fields.number(),
      group: fields.number(),
      result: fields.number(),
      targetTid: fields.number(),
      targetPid: fields.number(),
      targetUid: fields.number(),
      currentPid: fields.number(),
      currentTid: fields.number(),
      uid: fields.number(),
      gid: fields.number(),
      cgroupId: this.#cgroups.get(fields.word()),
      currentComm: this.#comms.get(fields.characters(COMM_BYTES)),
      targetComm: this.#comms.get(fields.characters(COMM_BYTES)),
      stack: this.#stacks.get(fields.rest()),
    };
    if (fields.ended) return undefined;
    const why = whyInvalid(signal);
    if (why === undefined) return signal;
    // Without a place in the sequence it can't be told from a lost one.
    return Number.isSafeInteger(cpu) && Number.isSafeInteger(seq) && seq > 0
      ? { kind: 'invalid', cpu, seq, ktime: signal.ktime, why }
      : undefined;
  }
}

function hasEscape({ currentComm, targetComm }: KernelSignal): boolean {
  return currentComm.includes('\\') || targetComm.includes('\\');
}

/** Function names, innermost first, from the lines of a stack; their ends may be escaped. */
function functionNames(stack: string): readonly string[] {
  const frames = stack.split(/\n|\\n/).map((line) => line.trim().replace(/\+\d+$/, ''));
  return frames.filter((name) => name !== '');
}

function tick(text: string): Tick | undefined {
  const match = /^t\|(\d+)\|([01])\|(\d+)\|(\d+)\/(\d+)((?:\|\d+)+)$/.exec(text);
  if (match === null) return undefined;
  const [, ktime = '', halted, cpu, firstCpu, cpus, totals = ''] = match;
  return {
    kind: 'tick',
    ktime: BigInt(ktime),
    halted: halted === '1',
    cpu: Number(cpu),
    cpus: Number(cpus),
    firstCpu: Number(firstCpu),
    totals: totals.slice(1).split('|').map(Number),
  };
}

/** Maps come when the program prints them, and all once more when bpftrace ends in good order. */
function mapRecord(data: Record<string, unknown>): Hidden | Totals | undefined {
  for (const [name, kind] of [
    ['@hidden', 'hidden'],
    ['@total', 'totals'],
  ] as const) {
    const map = data[name];
    if (!isObject(map)) continue;
    const counts = new Map<number, number>();
    for (const [key, value] of Object.entries(map)) counts.set(Number(key), Number(value));
    return { kind, counts };
  }
  return undefined;
}

/** Blanks that pad the field are not the name's; a name may hold any byte but NUL. */
function comm(field: string): string {
  return bytesToText(field.replace(/ +$/, ''));
}

function unreadable(line: string): Complaint {
  return complaint(
    'unreadable',
    `bpftrace printed a line that is no record: ${line.slice(0, 200)}`,
  );
}

function complaint(code: Complaint['code'], message: string): Complaint {
  return { kind: 'complaint', code, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
