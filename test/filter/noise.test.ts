import t from 'tap';

import { noise, noiseCondition } from '../../src/filter/noise.js';
import { filterWith, isListed } from '../support/filter-option.js';

void t.test('the output decides whether noise is hidden, unless a flag does', (t) => {
  const cases = [
    [{}, true, true],
    [{}, false, false],
    [{ all: true }, true, false],
    [{ 'hide-noise': true }, false, true],
  ] as const;
  for (const [flags, hideNoise, expected] of cases) {
    t.same(noise.parse(flags, { hideNoise }), { hideNoise: expected }, JSON.stringify(flags));
  }
  t.ok(isListed(noise));
  t.end();
});

void t.test('a program without types hides only what is ignored by default', (t) => {
  t.equal(noiseCondition(filterWith({}), 'core'), '0');
  const condition = noiseCondition(filterWith({ hideNoise: true }), 'core');
  t.match(condition, /args->sig/);
  t.notMatch(condition, /handler/);
  t.match(noiseCondition(filterWith({ hideNoise: true }), 'full'), /\$handler != /);
  t.end();
});
