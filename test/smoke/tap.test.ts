import t from 'tap';
import { Parser, type Result } from 'tap-parser';

import type { SmokeCheck } from '../../src/smoke/smoke-report.js';
import { tap, tapBailOut } from '../../src/smoke/tap.js';

const ENVIRONMENT = { kernel: '6.1', absent: 'nothing' };
const HOSTILE = 'a # SKIP b \\ c\n\u001B[2J\u2028 日';

function report(...checks: readonly SmokeCheck[]): string {
  return tap({ environment: ENVIRONMENT, warnings: ['a warning'], checks, seconds: 1 });
}

function parsed(text: string) {
  const asserts: Result[] = [];
  const parser = new Parser();
  parser.on('assert', (result: Result) => asserts.push(result));
  parser.end(text);
  return { asserts, results: parser.results };
}

void t.test('a line for each check, and what was expected and seen', (t) => {
  const text = report(
    { name: 'one', verdict: 'passed' },
    { name: 'two', verdict: 'failed', expected: { signo: 15 }, seen: null },
    { name: 'three', verdict: 'skipped', why: 'origin is absent here' },
  );
  t.equal(
    text,
    `TAP version 14
# kernel: 6.1
# absent: nothing
# warning: a warning
1..3
ok 1 - one
not ok 2 - two
  ---
  expected: {"signo":15}
  seen: null
  ...
ok 3 - three # SKIP origin is absent here
`,
  );
  t.end();
});

void t.test('a parser reads what was meant, whatever the text', (t) => {
  const { asserts, results } = parsed(
    report(
      { name: HOSTILE, verdict: 'failed', expected: HOSTILE, seen: { comm: HOSTILE } },
      { name: HOSTILE, verdict: 'passed' },
      { name: 'x', verdict: 'skipped', why: HOSTILE },
    ),
  );
  t.match(asserts, [
    { ok: false, skip: false, diag: { expected: HOSTILE, seen: { comm: HOSTILE } } },
    { ok: true, skip: false },
    { ok: true, skip: /^a .*SKIP b/ },
  ]);
  t.match(results, { ok: false, count: 3, fail: 1, skip: 1, plan: { start: 1, end: 3 } });
  t.end();
});

void t.test('no control character comes through', (t) => {
  const text = report({ name: HOSTILE, verdict: 'failed', expected: HOSTILE, seen: HOSTILE });
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  t.notMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]/);
  t.end();
});

void t.test('a bail-out is one', (t) => {
  const { results } = parsed(tapBailOut('interrupted by SIGINT'));
  t.match(results, { ok: false, bailout: 'interrupted by SIGINT' });
  t.end();
});
