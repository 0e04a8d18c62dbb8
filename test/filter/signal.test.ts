import t from 'tap';

import { attemptedClause, predicateOf, signal } from '../../src/filter/signal.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test(
  "--signal: the predicate passes the tracer's own two signals, the body drops them",
  async (t) => {
    const { part, clauses, match } = await optionOf(signal, { signal: ['term'] });
    t.strictSame(part, { signals: { except: false, numbers: [15] } });
    t.equal(predicateOf(part.signals, 's', 8), '(s == 15 || s == 23 || s == 28)');
    t.equal(clauses['full'], '($sig != 23 && $sig != 28)');
    t.equal(clauses['core'], '(args->sig != 23 && args->sig != 28)');
    t.same([match(), match({ signo: 9 })], [true, false]);
    t.same([signal.narrows?.(part, 15), signal.narrows?.(part, 9)], [false, true]);
    t.ok(isListed(signal));
  },
);

void t.test('failed calls of a signal that is named pass', (t) => {
  t.equal(attemptedClause({ except: true, numbers: [] }, 8), '');
  t.equal(
    attemptedClause({ except: true, numbers: [15] }, 8),
    '!($sig >= 0 && $sig <= 64 && $sig == 15)',
  );
  t.end();
});

void t.test('a signal that does not exist is refused', async (t) => {
  await t.rejects(optionOf(signal, { signal: ['SIGTREM'] }), {
    code: 'usage',
    hint: 'did you mean TERM?',
  });
  await t.rejects(optionOf(signal, { signal: ['65'] }), {
    code: 'usage',
    hint: 'they are numbered 1 to 64',
  });
});
