import { Ajv, type ValidateFunction } from 'ajv';

import type { Field, Fields, ValuesOf } from './field.js';
import type { FieldReader } from './field-reader.js';

// The schemas are made here: checking them against JSON Schema's own would take most of the start.
const ajv = new Ajv({ meta: false, validateSchema: false });

/** One kind of line: the program's printf, its key, the decoder and the check all come from here. */
export class Line<F extends Fields> {
  readonly #names: readonly string[];
  readonly #fields: readonly Field<unknown>[];
  /** A line may end before this field, but not behind it. */
  readonly #mayEndAt: number;
  readonly #empty: Readonly<Record<string, unknown>>;
  #validate: ValidateFunction | undefined;

  constructor(
    readonly letter: string,
    readonly name: string,
    readonly meaning: string,
    /** The fields behind the letter, and behind the place where `numbered`. */
    readonly fields: F,
    /** The line begins with a place (see place.ts). */
    readonly numbered: boolean,
  ) {
    this.#names = Object.keys(fields);
    this.#fields = Object.values(fields);
    this.#mayEndAt = this.#fields.findIndex(({ absent }) => absent !== undefined);
    this.#empty = Object.fromEntries(
      Object.entries(fields).map(([name, { absent }]) => [name, absent?.value]),
    );
  }

  /** Reads the fields, without a check. A line may end before the first field that can be absent. */
  read(line: FieldReader): ValuesOf<F> {
    const values: Record<string, unknown> = { ...this.#empty };
    for (let i = 0; i < this.#fields.length; i++) {
      if (i === this.#mayEndAt && line.finished) break;
      values[this.#names[i] as string] = this.#fields[i]?.read(line);
    }
    return values as ValuesOf<F>;
  }

  /** Says which values the kernel cannot have given; undefined where all are possible. */
  whyInvalid(values: { readonly [K in keyof F]?: unknown }): string | undefined {
    this.#validate ??= ajv.compile(this.#schema());
    if (!this.#validate(values)) {
      return ajv.errorsText(this.#validate.errors, { dataVar: this.name });
    }
    const wrong = this.#names.find((name) => {
      const value = values[name];
      return typeof value === 'bigint' && value < 0n;
    });
    return wrong === undefined ? undefined : `${this.name}/${wrong} must be a number from 0`;
  }

  #schema(): object {
    const checked = Object.entries<Field<unknown>>(this.fields).filter(
      ([, { range }]) => range !== undefined,
    );
    return {
      type: 'object',
      properties: Object.fromEntries(
        checked.map(([name, { range, optional }]) => [
          name,
          optional === true ? { ...range, nullable: true } : range,
        ]),
      ),
      required: checked.filter(([, { optional }]) => optional !== true).map(([name]) => name),
    };
  }
}
