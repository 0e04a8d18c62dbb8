import { asciiJson } from './ascii-json.js';
import type { Findings, SmokeCheck } from './check.js';

/** JUnit's XML, as CI servers read it: a testcase for each check. */
export function junit({ place, warnings, checks, seconds }: Findings): string {
  const many = (verdict: SmokeCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const counts = `tests="${checks.length}" failures="${many('failed')}" errors="0" skipped="${many('skipped')}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="signals-trace smoke" ${counts}>`,
    '    <properties>',
    ...Object.entries(place).map(
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
  // Else an attribute would hold blanks instead, or a text lose them.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text for XML 1.0, in attributes too; what XML cannot hold reads U+FFFD. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (char) => ENTITIES[char] ?? char);
}
