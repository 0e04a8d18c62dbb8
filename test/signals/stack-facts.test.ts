import { readdirSync, readFileSync } from 'node:fs';

import t from 'tap';

import { HEADS } from '../../src/program/heads.js';
import { closesTerminal, endsAsThread } from '../../src/signals/stack-facts.js';

interface Case {
  readonly case: string;
  readonly origin: string;
  readonly frames: readonly string[];
}

const FOLDER = new URL('../fixtures/frames/', import.meta.url);
/** Real stacks, as far as the probe takes them. */
const CASES = readdirSync(FOLDER).flatMap((file) =>
  (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[]).map((each) => ({
    ...each,
    kernel: file.replace('.json', ''),
    frames: each.frames.slice(0, HEADS.full.frames),
  })),
);
const HANGUP = /tty_signal_session_leader|disassociate_ctty/;

void t.test('who hangs a terminal up has closed it', (t) => {
  const hangups = CASES.filter(({ frames }) => frames.some((frame) => HANGUP.test(frame)));
  t.ok(hangups.length >= 15);
  for (const { kernel, case: what, frames } of hangups) {
    // There the stack is cut before it shows.
    const isCut = HANGUP.test(frames.at(-1) ?? '');
    t.equal(closesTerminal(frames), !isCut, `${kernel}, ${what}: ${frames.join(' ')}`);
  }
  const others = CASES.filter((each) => !hangups.includes(each));
  for (const { case: what, frames } of others) t.notOk(closesTerminal(frames), what);
  t.end();
});

void t.test('a kernel thread that hangs up a dead line has not', (t) => {
  const stack = ['__send_signal_locked', 'tty_signal_session_leader', '__tty_hangup.part.0'];
  t.notOk(closesTerminal([...stack, 'process_one_work']));
  t.notOk(closesTerminal(stack));
  t.ok(closesTerminal([...stack, 'tty_release']));
  t.end();
});

void t.test('a thread that ends by itself does not end its process', (t) => {
  const deaths = CASES.filter(({ origin }) => origin === 'parent-death');
  t.same([...new Set(deaths.map(({ frames }) => endsAsThread(frames)))].sort(), [false, true]);
  for (const { kernel, case: what, frames } of deaths) {
    const expected = !frames.includes('do_group_exit');
    t.equal(endsAsThread(frames), expected, `${kernel}, ${what}: ${frames.join(' ')}`);
  }
  t.notOk(endsAsThread([]));
  t.end();
});
