import { asciiJson } from './ascii-json.js';
import type { SmokeCheck, SmokeReport } from './smoke-report.js';

/** Writes TAP 14: a line for each check; a failed one shows what was expected and seen. */
export function tap({ environment, warnings, checks }: SmokeReport): string {
  const lines = [
    'TAP version 14',
    ...Object.entries(environment).map(([name, value]) => `# ${name}: ${oneLine(value)}`),
    ...warnings.map((warning) => `# warning: ${oneLine(warning)}`),
    `1..${checks.length}`,
    ...checks.flatMap((check, i) => linesOf(check, i + 1)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Writes the report of a smoke test that was interrupted. */
export function tapBailOut(why: string): string {
  return `TAP version 14\nBail out! ${oneLine(why)}\n`;
}

function linesOf(check: SmokeCheck, number: number): string[] {
  const name = escaped(check.name);
  switch (check.verdict) {
    case 'passed':
      return [`ok ${number} - ${name}`];
    case 'skipped':
      return [`ok ${number} - ${name} # SKIP ${escaped(check.why)}`];
    case 'failed':
      return [
        `not ok ${number} - ${name}`,
        '  ---',
        // TAP wants YAML here, and JSON is YAML.
        `  expected: ${asciiJson(check.expected)}`,
        `  seen: ${asciiJson(check.seen)}`,
        '  ...',
      ];
  }
}

/** Escapes `#`, which would begin a directive. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
