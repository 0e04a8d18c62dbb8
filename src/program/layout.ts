/** A line that passes this column is broken at the last operator before it. No line may pass LONGEST. */
const WIDTH = 150;
/** The most columns that an operator reads without scrolling. */
export const LONGEST = 160;
const INDENT = '  ';
const BREAKS = [' && ', ' || ', ', ', ' ? ', ' : '];

/** Indents a program as it nests, breaks its long lines, and leaves one empty line between probes. */
export function layOut(text: string): string {
  let depth = 0;
  let open = 0;
  const lines: string[] = [];
  for (const line of text.split('\n').map((line) => line.trim())) {
    if (line === '' && (lines.at(-1) ?? '') === '') continue;
    if (line === '' && depth > 0) continue;
    const code = withoutText(line);
    const closes = /^[}]/.test(line) ? 1 : 0;
    const level = depth - closes + (open > 0 ? 2 : 0);
    lines.push(
      ...(line.startsWith('//') || line.startsWith('#') ? [line] : broken(line, level)).map(
        (part, i) =>
          part === '' ? '' : INDENT.repeat(Math.max(0, level + (i > 0 ? 2 : 0))) + part,
      ),
    );
    depth += count(code, '{') - count(code, '}');
    open += count(code, '(') - count(code, ')');
  }
  return `${lines.join('\n').trim()}\n`;
}

/** Breaks a line after the last operator or comma that fits, never inside a string literal. */
function broken(line: string, level: number): string[] {
  const room = WIDTH - INDENT.length * level;
  if (line.length <= room) return [line];
  const masked = line.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => '"'.repeat(literal.length));
  const ends = BREAKS.flatMap((mark) =>
    [...masked.matchAll(new RegExp(mark.replace(/[|?]/g, '\\$&'), 'g'))].map(
      ({ index }) => index + mark.length,
    ),
  ).sort((a, b) => a - b);
  const end = ends.filter((end) => end <= room).at(-1) ?? ends[0];
  if (end === undefined || end >= line.length) return [line];
  return [line.slice(0, end).trimEnd(), ...broken(line.slice(end), level + 2)];
}

/** The code of a line, without its string literals and its comment. */
function withoutText(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\/.*$/, '');
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
