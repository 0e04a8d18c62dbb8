import t from 'tap';

import { origin } from '../../src/filter/origin.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('origins that send few signals let the kernel leave out the others', async (t) => {
  const full = async (...words: string[]) =>
    (await optionOf(origin, { origin: words })).clauses['full'];
  t.equal(await full('oom'), '$sig == 9');
  t.equal(await full('oom,pipe'), '($sig == 9 || $sig == 13)');
  t.equal(await full('child'), '($sig == 17 || ($code >= 1 && $code <= 6))');
  t.equal(await full('oom,kill'), undefined, 'kill sends any');
  t.equal(await full('!oom'), undefined);
  const { clauses } = await optionOf(origin, { origin: ['child'] });
  t.same([clauses['core'], clauses['kprobe']], [undefined, undefined]);
});

void t.test('--origin is matched in user space; an unknown origin cannot be decided', async (t) => {
  const { part, clauses, match } = await optionOf(origin, { origin: ['timer,OOM'] });
  t.strictSame(part, {
    origins: { except: false, names: ['interval-timer', 'posix-timer', 'oom'] },
  });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(match({ origin: 'posix-timer' }), true);
  t.equal(match({ origin: 'kill' }), false);
  t.equal(match({ origin: 'unknown' }), undefined);
  const others = await optionOf(origin, { origin: ['!kill'] });
  t.same([others.match(), others.match({ origin: 'unknown' })], [false, true]);
  t.ok(isListed(origin));
});

void t.test('an origin that does not exist is refused', async (t) => {
  await t.rejects(optionOf(origin, { origin: ['kil'] }), {
    code: 'usage',
    hint: 'did you mean kill?',
  });
});
