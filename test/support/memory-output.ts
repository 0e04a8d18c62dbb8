import type { Output } from '../../src/cli/output-set.js';

/** An output that keeps its text; its format writes each record as its type. */
export function memoryOutput(name: string, fail: (text: string) => void = () => undefined) {
  const texts: string[] = [];
  const calls = { closed: 0, hurried: 0 };
  const output: Output = {
    name,
    format: {
      head: 'HEAD ',
      holdsBack: true,
      record: ({ type }) => `${type} `,
      due: () => '',
      flush: () => 'FLUSH',
    },
    sink: {
      write(text) {
        fail(text);
        texts.push(text);
        return undefined;
      },
      close() {
        calls.closed++;
        return undefined;
      },
      hurry() {
        calls.hurried++;
      },
    },
  };
  return { output, texts, calls };
}
