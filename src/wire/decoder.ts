import { decodeMap } from './decode-map.js';
import { PrintedLines } from './decode-printed.js';
import type { SourceEvent, Warning } from './events.js';
import { parseJsonLine } from './json-text.js';
import { type Limits, MOST_CPUS } from './place.js';

/**
 * A line this far ahead of the kernel's clock is garbage. The clocks of a host differ by the time
 * that it slept. No line is too old: those that wait in a buffer, while nobody reads, are.
 */
const FAR_NS = 30n * 86_400_000_000_000n;
/** No CPU generates a signal in less than this, on average since boot. */
const LEAST_NS_PER_LINE = 100n;
/** Words that bpftrace may print about itself between the lines. */
const NOT_A_RECORD = /^(?:__BPFTRACE_NOTIFY_PROBES_ATTACHED)?\s*$/;
const LOST_EVENTS = '{"type": "lost_events"';

/** What the decoder knows of the host that the lines come from. */
export interface DecoderOptions {
  /** CPUs that the kernel could ever bring up; without it, the most that any kernel has. */
  readonly possibleCpus?: number;
  /** The kernel's clock now, ns since boot, or undefined while unknown. Without it, times are not checked. */
  readonly kernelNow?: () => bigint | undefined;
}

/** Turns lines of bpftrace's JSON into events. Survives whatever bpftrace prints; never throws. */
export class Decoder {
  readonly #possibleCpus: number;
  readonly #kernelNow: () => bigint | undefined;
  #limits: Limits;
  readonly #printed = new PrintedLines();

  constructor({ possibleCpus = MOST_CPUS, kernelNow = () => undefined }: DecoderOptions = {}) {
    this.#possibleCpus = Math.min(possibleCpus, MOST_CPUS);
    this.#kernelNow = kernelNow;
    this.#limits = this.#limitsAt(undefined);
  }

  push(lines: readonly string[]): SourceEvent[] {
    this.#limits = this.#limitsAt(this.#kernelNow());
    const events: SourceEvent[] = [];
    for (const line of lines) {
      const event = this.#decode(line);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #limitsAt(now: bigint | undefined): Limits {
    return {
      possibleCpus: this.#possibleCpus,
      latest: now === undefined ? undefined : now + FAR_NS,
      mostLines: now === undefined ? undefined : Number(now / LEAST_NS_PER_LINE),
    };
  }

  #decode(line: string): SourceEvent | undefined {
    const quick = this.#printed.quickly(line, this.#limits);
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
        return (
          (typeof data === 'string' ? this.#printed.decode(data, this.#limits) : undefined) ??
          unreadable(line)
        );
      case 'map': {
        const event = isObject(data) ? decodeMap(data, this.#limits) : 'impossible';
        return event === 'impossible' ? unreadable(line) : event;
      }
      case 'helper_error':
      case 'runtime_error':
      case 'errorf':
      case 'warnf':
        return warning('source_error', `bpftrace reports: ${line.slice(0, 500)}`);
      default:
        // attached_probes proves nothing before 0.24; lost_events is late or wrong in most versions.
        return undefined;
    }
  }
}

function unreadable(line: string): Warning {
  return warning('unreadable', `bpftrace printed a line that is no record: ${line.slice(0, 200)}`);
}

function warning(code: Warning['code'], message: string): Warning {
  return { kind: 'complaint', code, message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
