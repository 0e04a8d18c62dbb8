import { bytesToText, parseJsonLine } from './json-text.js';
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
/** Fields of a signal's line before the two comms: the letter and 16 numbers. */
const NUMBERS = 16;
/** Words that bpftrace may print about itself where records belong. */
const NOT_A_RECORD = /^(?:__BPFTRACE_NOTIFY_PROBES_ATTACHED)?\s*$/;
const LOST_EVENTS = '{"type": "lost_events"';

/** Lines of bpftrace's JSON to records. Survives whatever bpftrace prints; never throws. */
export class Decoder implements Stage<string, SourceRecord> {
  readonly #stacks = new StackNames();

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

  #printed(text: string): SourceRecord | undefined {
    switch (text[0]) {
      case 's':
        return this.#signal(text);
      case 't':
        return tick(text);
      case 'c':
        return /^c\|\d+$/.test(text) ? { kind: 'proof', ktime: BigInt(text.slice(2)) } : undefined;
      default:
        return undefined;
    }
  }

  #signal(text: string): SourceRecord | undefined {
    const fields = text.split('|', NUMBERS + 1);
    let commsAt = 0;
    for (const field of fields) commsAt += field.length + 1;
    // The last number ends where the comms begin: the split above cut the text behind it off.
    const [, cpu, seq, ktime, signo, siCode, errno, group, result] = fields;
    const [targetTid, targetPid, targetUid, currentPid, currentTid, uid, gid, cgroupId] =
      fields.slice(9);
    if (cgroupId === undefined || ktime === undefined || !/^\d+$/.test(ktime)) return undefined;
    const comms = text.slice(commsAt, commsAt + 2 * COMM_BYTES);
    if (comms.length < 2 * COMM_BYTES) return undefined;
    const signal: KernelSignal = {
      kind: 'signal',
      cpu: Number(cpu),
      seq: Number(seq),
      ktime: BigInt(ktime),
      signo: Number(signo),
      siCode: Number(siCode),
      errno: Number(errno),
      group: Number(group),
      result: Number(result),
      targetTid: Number(targetTid),
      targetPid: Number(targetPid),
      targetUid: Number(targetUid),
      currentPid: Number(currentPid),
      currentTid: Number(currentTid),
      uid: Number(uid),
      gid: Number(gid),
      cgroupId,
      currentComm: comm(comms.slice(0, COMM_BYTES)),
      targetComm: comm(comms.slice(COMM_BYTES)),
      stack: this.#stacks.names(text.slice(commsAt + 2 * COMM_BYTES)),
    };
    const why = whyInvalid(signal);
    if (why === undefined) return signal;
    const { cpu: onCpu, seq: number } = signal;
    // Without a place in the sequence it can't be told from a lost one.
    return Number.isSafeInteger(onCpu) && Number.isSafeInteger(number) && number > 0
      ? { kind: 'invalid', cpu: onCpu, seq: number, ktime: signal.ktime, why }
      : undefined;
  }
}

/** Few stacks differ among many signals: each text is taken apart once. */
class StackNames {
  readonly #known = new Map<string, readonly string[]>();

  names(text: string): readonly string[] {
    let names = this.#known.get(text);
    if (names === undefined) {
      names = Array.from(text.matchAll(/^\s*(\S+?)(?:\+\d+)?$/gm), ([, name]) => name ?? '');
      if (this.#known.size >= 4096) this.#known.clear();
      this.#known.set(text, names);
    }
    return names;
  }
}

function tick(text: string): Tick | undefined {
  if (!/^t(?:\|\d+){4,}$/.test(text)) return undefined;
  const [, ktime = '', halted, firstCpu, ...totals] = text.split('|');
  return {
    kind: 'tick',
    ktime: BigInt(ktime),
    halted: halted === '1',
    firstCpu: Number(firstCpu),
    totals: totals.map(Number),
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
  return bytesToText(field.trimEnd());
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
