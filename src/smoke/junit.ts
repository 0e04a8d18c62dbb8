import { asciiJson } from './ascii-json.js';
import type { SmokeCheck, SmokeReport } from './smoke-report.js';

/** Writes the XML of JUnit, which CI servers read, with a testcase for each check. */
export function junit({ environment, warnings, checks, seconds }: SmokeReport): string {
  const countOf = (verdict: SmokeCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const counts = `tests="${checks.length}" failures="${countOf('failed')}" errors="0" skipped="${countOf('skipped')}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="signals-trace smoke" ${counts}>`,
    '    <properties>',
    ...Object.entries(environment).map(
      ([name, value]) => `      <property name="${xml(name)}" value="${xml(value)}"/>`,
    ),
    '    </properties>',
    ...checks.flatMap(testcase),
    `    <system-out>${xml(warnings.join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testcase(check: SmokeCheck): string[] {
  const head = `    <testcase classname="signals-trace.smoke" name="${xml(check.name)}"`;
  switch (check.verdict) {
    case 'passed':
      return [`${head}/>`];
    case 'skipped':
      return [`${head}>`, `      <skipped message="${xml(check.why)}"/>`, '    </testcase>'];
    case 'failed': {
      const expected = `expected: ${asciiJson(check.expected)}`;
      const seen = `seen: ${asciiJson(check.seen)}`;
      return [
        `${head}>`,
        `      <failure message="${xml(`${expected}, ${seen}`)}">${xml(`${expected}\n${seen}`)}</failure>`,
        '    </testcase>',
      ];
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would turn these into blanks in an attribute, or drop them from a text.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Escapes text for XML 1.0, attributes included; a character that XML forbids becomes U+FFFD. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (char) => ENTITIES[char] ?? char);
}
