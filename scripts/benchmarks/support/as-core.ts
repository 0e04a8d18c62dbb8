import type { Captured } from './capture.js';

/** A signal's own record, behind its clock: 13 numbers and both names. */
const OWN = /^\|(?:-?\d+\|){13}.{32}/;

/** What the core program would have printed of a storm. */
export function asCore(captured: Captured): Captured {
  const lines = captured.lines.flatMap((line) => {
    if (line.kind === 'tick') return line;
    if (line.kind === 'told') return [];
    const [own] = OWN.exec(line.tail) ?? [];
    if (line.probe !== 's' || own === undefined) throw new Error(`not of a storm: ${line.tail}`);
    return { ...line, tail: `${own}"}` };
  });
  return { ...captured, lines };
}
