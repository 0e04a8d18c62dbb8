import type { Attempt, Delivery, Exit, Invalid, SignalFacts, SourceEvent } from './events.js';
import type { Fields, ValuesOf } from './field.js';
import { FieldReader } from './field-reader.js';
import type { Line } from './line.js';
import { ARGUMENTS } from './lines/arguments.js';
import { ATTEMPT, attemptFacts } from './lines/attempt.js';
import { DELIVERY } from './lines/delivery.js';
import { EXIT, whyNoExit } from './lines/exit.js';
import { FLOOD, floodOfLine } from './lines/flood.js';
import { ANCESTOR, PROCESS } from './lines/process.js';
import { PROOF } from './lines/proof.js';
import { readSignalFacts, SIGNAL } from './lines/signal.js';
import { isTick, TICK } from './lines/tick.js';
import { Memo } from './memo.js';
import { isTime, type Limits, readPlace } from './place.js';

const PRINTED = '{"type": "printf", "data": "';
const PRINTED_END = '"}';

/** The facts of a signal, or why the kernel cannot have given them; undefined where the line is cut. */
type Facts = SignalFacts | { readonly why: string } | undefined;

/** Decodes what the printfs of the program have printed; undefined stands for no line of ours. */
export class PrintedLines {
  /** By the text behind the place: signals that say the same share their facts. */
  readonly #facts = new Memo((tail) => checkedFacts(tail));
  /** The same for text in JSON's escapes, which can look alike and mean something else. */
  readonly #escapedFacts = new Memo((tail) => checkedFacts(tail, hasEscape));

  /** Decodes the most frequent lines without JSON, where it escaped nothing but the stack. */
  quickly(line: string, limits: Limits): SourceEvent | undefined {
    if (line[PRINTED.length + 1] !== '|' || !line.endsWith(PRINTED_END)) return undefined;
    if (!line.startsWith(PRINTED)) return undefined;
    const end = line.length - PRINTED_END.length;
    switch (line[PRINTED.length]) {
      case SIGNAL.letter:
        return this.#signal(line, PRINTED.length, end, limits, this.#escapedFacts);
      case DELIVERY.letter:
      case EXIT.letter:
        return note(line, PRINTED.length, end, limits);
      default:
        return undefined;
    }
  }

  /** Decodes what a printf of the program has printed; undefined where it is no line of ours. */
  decode(text: string, limits: Limits): SourceEvent | undefined {
    if (text[1] !== '|') return undefined;
    switch (text[0]) {
      case SIGNAL.letter:
        return this.#signal(text, 0, text.length, limits, this.#facts);
      case DELIVERY.letter:
      case EXIT.letter:
        return note(text, 0, text.length, limits);
      case ATTEMPT.letter:
        return attempt(text, limits);
      case PROCESS.letter: {
        const facts = whole(PROCESS, text);
        return facts && { kind: 'process', ...facts };
      }
      case ANCESTOR.letter: {
        const facts = whole(ANCESTOR, text);
        return facts && { kind: 'ancestor', ...facts };
      }
      case ARGUMENTS.letter: {
        const facts = whole(ARGUMENTS, text);
        if (facts?.bytes === undefined) return undefined;
        return { kind: 'arguments', ...facts, bytes: facts.bytes };
      }
      case TICK.letter: {
        const facts = whole(TICK, text);
        if (facts === undefined || !isTick(facts, limits)) return undefined;
        return { kind: 'tick', ...facts, halted: facts.halted === 1 };
      }
      case PROOF.letter: {
        const facts = whole(PROOF, text);
        return facts && isTime(facts.ktime, limits) ? { kind: 'proof', ...facts } : undefined;
      }
      case FLOOD.letter: {
        const printed = whole(FLOOD, text);
        const facts = printed && floodOfLine(printed);
        if (facts === undefined || !isTime(facts.last, limits)) return undefined;
        return { kind: 'flood', ...facts };
      }
      default:
        return undefined;
    }
  }

  #signal(
    text: string,
    at: number,
    end: number,
    limits: Limits,
    known: Memo<Facts>,
  ): SourceEvent | undefined {
    const line = new FieldReader(text, at + 2, end);
    const place = readPlace(line, limits);
    if (place === undefined) return undefined;
    const facts = known.get(line.rest());
    if (facts === undefined) return undefined;
    const { cpu, seq, ktime } = place;
    return 'why' in facts
      ? { kind: 'invalid', probe: 'signal', cpu, seq, ktime, why: facts.why }
      : { kind: 'signal', cpu, seq, ktime, facts };
  }
}

/** Decodes what became of a signal. A line that is cut keeps its place all the same. */
function note(text: string, at: number, end: number, limits: Limits): SourceEvent | undefined {
  const line = new FieldReader(text, at + 2, end);
  const place = readPlace(line, limits);
  if (place === undefined) return undefined;
  if (text[at] === DELIVERY.letter) {
    const facts = DELIVERY.read(line);
    const event = { kind: 'delivery', ...place, ...facts } as const;
    return line.complete && DELIVERY.whyInvalid(facts) === undefined ? event : invalid(event);
  }
  const facts = EXIT.read(line);
  const event = { kind: 'exit', ...place, ...facts } as const;
  return line.complete && whyNoExit(facts) === undefined ? event : invalid(event);
}

function attempt(text: string, limits: Limits): SourceEvent | undefined {
  const line = new FieldReader(text, 2, text.length);
  const place = readPlace(line, limits);
  const printed = ATTEMPT.read(line);
  const facts = attemptFacts(printed);
  if (place === undefined || facts === undefined || !line.complete) return undefined;
  const event = { kind: 'attempt', ...place, ...facts } as const;
  return ATTEMPT.whyInvalid(printed) === undefined ? event : invalid(event);
}

/** Reads and checks a line that has no place; undefined where it is cut or impossible. */
function whole<F extends Fields>(line: Line<F>, text: string): ValuesOf<F> | undefined {
  const reader = new FieldReader(text, 2, text.length);
  const values = line.read(reader);
  return reader.complete && line.whyInvalid(values) === undefined ? values : undefined;
}

function checkedFacts(
  tail: string,
  isEscaped: (facts: SignalFacts) => boolean = () => false,
): Facts {
  const facts = readSignalFacts(new FieldReader(tail, 0, tail.length));
  if (facts === undefined || isEscaped(facts)) return undefined;
  const why = SIGNAL.whyInvalid(facts);
  return why === undefined ? facts : { why };
}

/** An escape in a name takes more room than the name has, so that what follows is read wrongly. */
function hasEscape({ currentComm, targetComm }: SignalFacts): boolean {
  return currentComm.includes('\\') || targetComm.includes('\\');
}

function invalid(event: Attempt | Delivery | Exit): Invalid {
  const { kind, cpu, seq, ktime } = event;
  const what = JSON.stringify({ ...event, ktime: String(ktime) });
  return { kind: 'invalid', probe: kind, cpu, seq, ktime, why: `no such ${kind}: ${what}` };
}
