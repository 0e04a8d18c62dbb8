import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';

import t from 'tap';

import { ALL_SIGNALS, parseSignal, signalName } from '../../src/signals/numbers.js';

const numbers = Array.from({ length: 64 }, (_, i) => i + 1);

void t.test('names are those of Node', (t) => {
  const known = Object.entries<number>(constants.signals);
  for (const signo of numbers.slice(0, 31)) {
    const names = known.filter(([, value]) => value === signo).map(([name]) => name);
    t.ok(names.includes(signalName(signo)), `${signo} is one of ${names.join(', ')}`);
  }
  for (const [name, signo] of known) t.equal(parseSignal(name), signo, `reads ${name}`);
  t.end();
});

void t.test('names are those of bash', (t) => {
  const list = execFileSync('bash', ['-c', 'kill -l'], { encoding: 'utf8' });
  const known = [...list.matchAll(/(\d+)\) (SIG\S+)/g)].map(
    ([, signo, name]) => [Number(signo), String(name)] as const,
  );
  t.strictSame(
    known.map(([signo]) => signo),
    numbers.filter((signo) => signo !== 32 && signo !== 33),
    'bash lists every signal but those of glibc',
  );
  for (const [signo, name] of known) {
    // From 50 on bash counts down from SIGRTMAX; we count from SIGRTMIN throughout.
    if (signo < 50) t.equal(signalName(signo), name);
    t.equal(parseSignal(name), signo, `reads ${name}`);
  }
  t.end();
});

void t.test('real-time signals count from SIGRTMIN, after the two of glibc', (t) => {
  t.strictSame([32, 33, 34, 35, 64].map(signalName), [
    'SIG32',
    'SIG33',
    'SIGRTMIN',
    'SIGRTMIN+1',
    'SIGRTMIN+30',
  ]);
  t.end();
});

void t.test('a number that is no signal has no name', (t) => {
  for (const signo of [0, 65, -1, 1.5, NaN]) t.throws(() => signalName(signo), RangeError);
  t.end();
});

void t.test('what is written is read again', (t) => {
  t.strictSame(
    numbers.map((signo) => parseSignal(signalName(signo))),
    numbers,
  );
  t.strictSame(
    numbers.map((signo) => parseSignal(String(signo))),
    numbers,
  );
  t.end();
});

void t.test('the list for completions is in order of number', (t) => {
  t.strictSame(ALL_SIGNALS, numbers.map(signalName));
  t.end();
});

void t.test('people spell signals in many ways', (t) => {
  const spellings: Record<string, number> = {
    SIGTERM: 15,
    TERM: 15,
    term: 15,
    sigTerm: 15,
    ' TERM\t': 15,
    ' 15 ': 15,
    IOT: 6,
    CLD: 17,
    SIGCLD: 17,
    POLL: 29,
    SIGPOLL: 29,
    UNUSED: 31,
    sig32: 32,
    '33': 33,
    RTMIN: 34,
    'RTMIN+0': 34,
    'rtmin+30': 64,
    RTMAX: 64,
    'SIGRTMAX-0': 64,
    'rtmax-1': 63,
    'RTMAX-30': 34,
  };
  for (const [text, signo] of Object.entries(spellings)) {
    t.equal(parseSignal(text), signo, JSON.stringify(text));
  }
  t.end();
});

void t.test('anything else is no signal', (t) => {
  const numbersNot = ['0', '65', '-9', '+9', '9.0', '0x9', '09', '1e1', '9 9'];
  const realTimeNot = ['RTMIN+31', 'RTMIN-1', 'RTMAX+1', 'RTMAX-31', 'RTMIN+', 'RTMIN + 1'];
  const namesNot = ['', ' ', 'SIG', 'SIG9', 'SIGSIGTERM', 'SIG TERM', 'TERMINATE', 'EXIT', 'LOST'];
  // Names that a plain object would have by itself.
  const inherited = ['constructor', '__proto__', 'toString'];
  for (const text of [...numbersNot, ...realTimeNot, ...namesNot, ...inherited]) {
    t.equal(parseSignal(text), undefined, JSON.stringify(text));
  }
  t.end();
});
