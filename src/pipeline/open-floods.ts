import type { Flood, FloodMap } from '../wire/events.js';
import { floodFacts, MOST_EQUAL } from '../wire/lines/flood.js';

/** The floods that no line has told of when bpftrace ends, from the maps that it prints then. */
export class OpenFloods {
  readonly #maps: Partial<Record<FloodMap['what'], FloodMap['values']>> = {};

  add({ what, values }: FloodMap): void {
    this.#maps[what] = values;
  }

  take(): Flood[] {
    const { equal, size, until, last } = this.#maps;
    return [...(size ?? [])].flatMap(([place, count]): Flood[] => {
      const [bits, over, newest] = [equal, until, last].map((map) => map?.get(place));
      const known = bits !== undefined && over !== undefined && newest !== undefined;
      if (!known || count <= MOST_EQUAL) return [];
      const parts = { size: count, until: BigInt(over), last: BigInt(newest) };
      return [{ kind: 'flood', ...floodFacts({ equal: BigInt(bits), ...parts }) }];
    });
  }
}
