import { existsSync, readFileSync } from 'node:fs';

import t from 'tap';

import { CODE_NAMES, codeName, codeNamed, isCode } from '../../src/signals/codes.js';
import { parseSignal } from '../../src/signals/numbers.js';

function nameOf(signal: string, siCode: number): string | undefined {
  const signo = parseSignal(signal);
  if (signo === undefined) throw new Error(`no signal ${signal}`);
  return codeName(signo, siCode);
}

void t.test('the same number means another thing with another signal', (t) => {
  const names: Record<string, string | undefined> = {
    ILL: 'ILL_ILLOPC',
    TRAP: 'TRAP_BRKPT',
    BUS: 'BUS_ADRALN',
    FPE: 'FPE_INTDIV',
    SEGV: 'SEGV_MAPERR',
    CHLD: 'CLD_EXITED',
    IO: 'POLL_IN',
    SYS: 'SYS_SECCOMP',
    USR1: 'POLL_IN',
  };
  for (const [signal, name] of Object.entries(names)) t.equal(nameOf(signal, 1), name, signal);
  t.end();
});

void t.test(
  'POLL_* comes with any signal that has no codes of its own, as F_SETSIG chooses',
  (t) => {
    const own = ['ILL', 'TRAP', 'BUS', 'FPE', 'SEGV', 'CHLD', 'SYS'].map(parseSignal);
    for (let signo = 1; signo <= 64; signo++) {
      if (own.includes(signo)) continue;
      t.equal(codeName(signo, 1), 'POLL_IN', `${signo}`);
      t.equal(codeName(signo, 6), 'POLL_HUP', `${signo}`);
      t.equal(codeName(signo, 7), undefined, `${signo}`);
    }
    t.equal(nameOf('SYS', 3), undefined, 'one that has some of its own gets SI_SIGIO instead');
    t.end();
  },
);

void t.test('who sent it is told alike for every signal', (t) => {
  const names: [number, string][] = [
    [0, 'SI_USER'],
    [128, 'SI_KERNEL'],
    [-1, 'SI_QUEUE'],
    [-2, 'SI_TIMER'],
    [-3, 'SI_MESGQ'],
    [-4, 'SI_ASYNCIO'],
    [-5, 'SI_SIGIO'],
    [-6, 'SI_TKILL'],
    [-7, 'SI_DETHREAD'],
    [-60, 'SI_ASYNCNL'],
  ];
  for (let signo = 1; signo <= 64; signo++) {
    t.strictSame(
      names.map(([siCode]) => [siCode, codeName(signo, siCode)]),
      names,
      `${signo}`,
    );
  }
  t.end();
});

void t.test('a code without a name has none', (t) => {
  // Of ptrace: (PTRACE_EVENT_FORK << 8) | SIGTRAP.
  t.equal(nameOf('TRAP', 0x105), undefined);
  t.equal(nameOf('SEGV', 11), undefined);
  t.equal(nameOf('CHLD', 7), undefined);
  t.equal(nameOf('TERM', -8), undefined);
  t.equal(nameOf('SEGV', 1.5), undefined);
  t.end();
});

void t.test('shadow stack faults have a name that old headers lack', (t) => {
  t.equal(nameOf('SEGV', 10), 'SEGV_CPERR');
  t.end();
});

void t.test('a name stands for exactly the signals and the number that have it', (t) => {
  for (const name of CODE_NAMES) {
    const meant = codeNamed(name);
    if (meant === undefined) throw new Error(name);
    const { number, signals } = meant;
    for (let signo = 1; signo <= 64; signo++) {
      const has = signals.numbers.includes(signo) !== signals.except;
      t.equal(codeName(signo, number) === name, has, `${name} of signal ${signo}`);
      t.equal(isCode(name, signo, number), has);
    }
  }
  t.equal(codeNamed('SEGV_NOTHING'), undefined);
  t.ok(isCode(1, 11, 1), 'a number is that of any signal');
  t.notOk(isCode(2, 11, 1));
  t.end();
});

const HEADER = '/usr/include/asm-generic/siginfo.h';
const skip = existsSync(HEADER) ? false : `${HEADER} is not here (package linux-libc-dev)`;

void t.test('names are exactly those of the C header', { skip }, (t) => {
  const families: Record<string, string> = {
    ILL: 'ILL',
    TRAP: 'TRAP',
    BUS: 'BUS',
    FPE: 'FPE',
    SEGV: 'SEGV',
    CLD: 'CHLD',
    POLL: 'IO',
    SYS: 'SYS',
    SI: 'TERM',
  };
  const define = /^#\s*define\s+((?:__)?([A-Z]+)_\w+)\s+(-?\d+|0x[\da-f]+)\b/gim;
  // Not codes, or not of our architectures.
  const others = ['SI_MAX_SIZE', '__SEGV_PSTKOVF'];
  const header = [...readFileSync(HEADER, 'utf8').matchAll(define)]
    .map(([, name = '', family = '', siCode]) => ({ name, family, siCode: Number(siCode) }))
    .filter(({ name, family }) => family in families && !others.includes(name));

  const siCodes = Array.from({ length: 401 }, (_, i) => i - 100);
  for (const [family, signal] of Object.entries(families)) {
    const theirs = header
      .filter((code) => code.family === family)
      .map(({ name, siCode }) => `${siCode} ${name}`);
    const ours = siCodes
      .map((siCode) => ({ name: nameOf(signal, siCode), siCode }))
      // Every signal has the codes SI_* too.
      .filter(({ name }) => name !== undefined && name.startsWith('SI_') === (family === 'SI'))
      .map(({ name, siCode }) => `${siCode} ${name ?? ''}`)
      // Younger than many headers.
      .filter((code) => code !== '10 SEGV_CPERR' || theirs.includes(code));
    t.strictSame(ours.sort(), theirs.sort(), family);
  }
  t.end();
});
