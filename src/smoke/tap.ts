import { asciiJson } from './ascii-json.js';
import type { Findings, SmokeCheck } from './check.js';

/** TAP 14: a line for each check, and what was expected and seen below those that failed. */
export function tap({ place, warnings, checks }: Findings): string {
  const lines = [
    'TAP version 14',
    ...Object.entries(place).map(([what, said]) => `# ${what}: ${oneLine(said)}`),
    ...warnings.map((warning) => `# warning: ${oneLine(warning)}`),
    `1..${checks.length}`,
    ...checks.flatMap((check, i) => linesOf(check, i + 1)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands instead where it did not come to its end. */
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
        // JSON is YAML.
        `  expected: ${asciiJson(check.expected)}`,
        `  seen: ${asciiJson(check.seen)}`,
        '  ...',
      ];
  }
}

/** A # would begin a directive. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
