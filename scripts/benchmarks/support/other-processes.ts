import type { NumberedLine, ToldLine } from './captured-line.js';

/** What is another each time, as it is written; all else in a line stays as it is. */
const HOLES = { pid: '\\d+', who: '[0-9a-f]+', started: '\\d+' } as const;
type Hole = keyof typeof HOLES;

/** Parts of a line, and what stands between them. */
export type Parts = readonly (string | { readonly hole: Hole; readonly value: string })[];

const BAR = '\\|';
const fields = (count: number) => `(?:-?\\d+\\|){${count}}`;
const told = (letter: string) => `.*?"${letter}\\|`;

/** What the head of each probe says of its line, behind the clock where there is one. */
const SHAPES = {
  s: [
    ...[BAR + fields(5), 'pid', BAR, 'pid', BAR + fields(1), 'pid', BAR, 'pid', BAR + fields(3)],
    ...['.{32}', 'started', BAR + fields(1), 'pid', BAR + fields(5), 'pid', BAR, 'who'],
  ],
  d: [BAR + fields(4), 'pid', BAR, 'pid', BAR, 'who'],
  x: [BAR, 'pid', BAR + fields(1), 'who'],
  w: [told('w'), 'who', BAR, 'pid', BAR, 'started', BAR + fields(1), 'pid'],
  p: [told('p'), 'who', BAR + fields(1), 'pid', BAR, 'started'],
  a: [told('a'), 'who'],
} as const;

const PATTERNS = new Map(
  Object.entries(SHAPES).map(([letter, shape]) => {
    const parts = shape.map((part) => `(${part in HOLES ? HOLES[part as Hole] : part})`);
    return [letter, { shape, pattern: new RegExp(`^${parts.join('')}(.*)$`) }];
  }),
);

const PID_LIMIT = 4_194_304;
/** Below are those that live for long. */
const FIRST_PID = 1000;
/** Nobody, and the first process, stay who they are. */
const SAME = ['0', '1'];

/** Makes other processes of those in captured lines, each time others. */
export class OtherProcesses {
  readonly #span: bigint;
  readonly #pids = new Map<string, number>();
  readonly #whos = new Map<string, number>();

  /** @param span how much later each time is, ns */
  constructor(span: bigint) {
    this.#span = span;
  }

  /** All lines are to be taken apart before any is worded. */
  take(line: NumberedLine | ToldLine): Parts {
    const text = line.kind === 'told' ? line.text : line.tail;
    const letter = line.kind === 'told' ? (/"data": "(\w)/.exec(text)?.[1] ?? '') : line.probe;
    const known = PATTERNS.get(letter);
    const match = known?.pattern.exec(text);
    if (known === undefined || !match) throw new Error(`cannot take apart ${text}`);
    return match.slice(1).map((value, i) => {
      const hole = known.shape[i];
      if (hole !== 'pid' && hole !== 'who' && hole !== 'started') return value;
      if (SAME.includes(value)) return value;
      if (hole === 'pid') number(this.#pids, value);
      if (hole === 'who') number(this.#whos, value);
      return { hole, value };
    });
  }

  wording(parts: Parts, time: number): string {
    let text = '';
    for (const part of parts) text += typeof part === 'string' ? part : this.#other(part, time);
    return text;
  }

  #other({ hole, value }: Exclude<Parts[number], string>, time: number): string {
    const nth = (known: Map<string, number>) => number(known, value) + time * known.size;
    switch (hole) {
      case 'pid':
        return String(FIRST_PID + (nth(this.#pids) % (PID_LIMIT - FIRST_PID)));
      case 'who':
        // As long as those of the program.
        return `8${nth(this.#whos).toString(16).padStart(13, '0')}`;
      case 'started':
        return String(BigInt(value) + this.#span * BigInt(time));
    }
  }
}

/** Numbers texts as they come up. */
function number(known: Map<string, number>, text: string): number {
  const found = known.get(text) ?? known.size;
  known.set(text, found);
  return found;
}
