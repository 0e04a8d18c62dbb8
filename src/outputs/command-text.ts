import { clipped, printable } from './printable.js';

/** Makes a quoted command line safe for a terminal, and cuts it to a number of terminal columns. */
export function commandText(line: string, columns: number): string {
  const text = printable(line);
  const cut = clipped(text, columns);
  if (cut === text || !isOpen(cut)) return cut;
  const shorter = clipped(text, columns - 1);
  return shorter + (isOpen(shorter) ? "'" : '');
}

/** Whether a quote is left once all that is quoted or escaped has been taken out. */
function isOpen(text: string): boolean {
  return text.replaceAll(/'[^']*'|\\'/g, '').includes("'");
}
