import { isDeepStrictEqual } from 'node:util';

import type { SmokeCheck } from './smoke-report.js';

/** One field of a record: the values that are right, and the value that was seen. */
export interface Fact {
  readonly field: string;
  /** Any of these values is right. */
  readonly expected: readonly unknown[];
  readonly seen: unknown;
  /** The reason why this host cannot provide the field. */
  readonly lacking?: string | undefined;
}

/** Makes one check of all facts that this host can provide, and a skipped one of each other fact. */
export function checkFacts(name: string, facts: readonly Fact[]): SmokeCheck[] {
  const provided = facts.filter(({ lacking }) => lacking === undefined);
  const holds = provided.every(({ expected, seen }) =>
    expected.some((one) => isDeepStrictEqual(one, seen)),
  );
  const byField = (value: (fact: Fact) => unknown) =>
    Object.fromEntries(provided.map((fact) => [fact.field, value(fact)]));
  const check: SmokeCheck = holds
    ? { name, verdict: 'passed' }
    : {
        name,
        verdict: 'failed',
        expected: byField(({ expected }) =>
          expected.length > 1 ? { any_of: expected } : expected[0],
        ),
        // JSON leaves undefined out, so an absent field is shown as null.
        seen: byField(({ seen }) => seen ?? null),
      };
  return [
    ...(provided.length === 0 ? [] : [check]),
    ...facts.flatMap(({ field, lacking }): SmokeCheck[] =>
      lacking === undefined
        ? []
        : [
            {
              name: facts.length === 1 ? name : `${name}, ${field}`,
              verdict: 'skipped',
              why: lacking,
            },
          ],
    ),
  ];
}
