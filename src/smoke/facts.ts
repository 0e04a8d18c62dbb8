import { isDeepStrictEqual } from 'node:util';

import type { SmokeCheck } from './check.js';

/** One field of a record: what it must say, and what it says. */
export interface Fact {
  readonly field: string;
  /** Any of these. */
  readonly expected: readonly unknown[];
  readonly seen: unknown;
  /** Why this place can't give it. */
  readonly lacking?: string | undefined;
}

/** A check of all facts that this place can give, and one for each that it can't. */
export function checksOf(name: string, facts: readonly Fact[]): SmokeCheck[] {
  const given = facts.filter(({ lacking }) => lacking === undefined);
  const holds = given.every(({ expected, seen }) =>
    expected.some((one) => isDeepStrictEqual(one, seen)),
  );
  const told = (value: (fact: Fact) => unknown) =>
    Object.fromEntries(given.map((fact) => [fact.field, value(fact)]));
  const check: SmokeCheck = holds
    ? { name, verdict: 'passed' }
    : {
        name,
        verdict: 'failed',
        expected: told(({ expected }) =>
          expected.length > 1 ? { any_of: expected } : expected[0],
        ),
        // What is absent reads null.
        seen: told(({ seen }) => seen ?? null),
      };
  return [
    ...(given.length === 0 ? [] : [check]),
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
