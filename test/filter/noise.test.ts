import t from 'tap';

import { isHeldBack, noise, noiseCondition } from '../../src/filter/noise.js';
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

void t.test('a handled request to oneself to stop is held back where noise is hidden', (t) => {
  const own = { signo: 15, origin: 'kill', sender: { pid: 5 }, target: { pid: 5 } } as const;
  const held = isHeldBack(filterWith({ hideNoise: true }));
  t.ok(held(own));
  t.notOk(held({ ...own, signo: 12 }), 'the kernel leaves that out');
  t.notOk(held({ ...own, sender: { pid: 6 } }));
  t.notOk(held({ ...own, sender: null, target: {} }));
  t.notOk(isHeldBack(filterWith({}))(own));
  const named = { hideNoise: true, signals: { except: false, numbers: [15] } };
  t.notOk(isHeldBack(filterWith(named))(own), 'it is asked for');
  const pipe = { signo: 13, origin: 'pipe', sender: null, target: { pid: 5 } } as const;
  t.ok(held(pipe), 'a reader that went away');
  const pipes = { hideNoise: true, signals: { except: false, numbers: [13] } };
  t.notOk(isHeldBack(filterWith(pipes))(pipe), 'it is asked for');
  t.end();
});
