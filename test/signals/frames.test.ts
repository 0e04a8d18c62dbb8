import { readdirSync, readFileSync } from 'node:fs';

import t from 'tap';

import { HEADS } from '../../src/program/heads.js';
import { FRAMES, originOfStack } from '../../src/signals/frames.js';

/** A signal that was really sent, and the stack that the kernel had as it generated it. */
interface Case {
  readonly case: string;
  readonly signo: number;
  readonly origin: string;
  readonly frames: readonly string[];
}

const FOLDER = new URL('../fixtures/frames/', import.meta.url);
/** By kernel. */
const CASES = new Map(
  readdirSync(FOLDER).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[],
  ]),
);
const [SIGKILL, SIGXCPU] = [9, 24];

for (const [kernel, cases] of CASES) {
  for (const { case: what, signo, origin, frames } of cases) {
    const raw = originOfStack(frames.slice(0, HEADS.full.frames));
    const found =
      raw !== 'cpu-timers'
        ? (raw ?? 'unknown')
        : signo === SIGXCPU || signo === SIGKILL
          ? 'rlimit'
          : 'interval-timer';
    t.equal(found, origin, `${kernel}, ${what}: ${frames.join(' ')}`);
  }
}

const COMMON = ['__traceiter_signal_generate', '__send_signal_locked', 'do_send_sig_info'];

void t.test('what compilers append to a name does not matter', (t) => {
  for (const part of ['.isra.0', '.constprop.0', '.part.0', '.cold', '.llvm.123'])
    t.equal(originOfStack([...COMMON, `it_real_fn${part}`]), 'interval-timer', part);
  t.end();
});

void t.test('nothing further out counts, for an interrupt may come upon anything', (t) => {
  t.equal(originOfStack([...COMMON, 'it_real_fn', 'kill_something_info']), 'interval-timer');
  t.equal(originOfStack([...COMMON, 'of_tomorrow', 'it_real_fn']), undefined);
  t.equal(originOfStack(COMMON), undefined, 'cut off');
  t.equal(originOfStack([]), undefined);
  t.end();
});

void t.test(
  'what is said to have been seen is in the fixture, and no entry is there twice',
  (t) => {
    const stacks = new Map(
      [...CASES].map(([kernel, cases]) => [
        kernel,
        cases.map(({ frames }) => ` ${frames.join(' ')} `.replace(/\.\w+(\.\d+)?/g, '')),
      ]),
    );
    for (const { origin, frames, seen } of FRAMES) {
      for (const kernel of seen) {
        t.ok(
          stacks.get(kernel)?.some((stack) => stack.includes(` ${frames.join(' ')} `)),
          `${kernel}, ${origin}: ${frames.join(' ')}`,
        );
      }
    }
    const all = FRAMES.map(({ frames }) => frames.join(' '));
    t.equal(new Set(all).size, all.length);
    t.end();
  },
);
