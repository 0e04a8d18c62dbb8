import t from 'tap';

import { code } from '../../src/filter/code.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('a name of a code means some signals, a number any', async (t) => {
  const named = await optionOf(code, { code: ['segv_maperr'] });
  t.strictSame(named.part, { codes: ['SEGV_MAPERR'] });
  t.equal(named.clauses['full'], '($code == 1 && $sig == 11)');
  t.equal(named.clauses['core'], undefined);
  t.equal(named.clauses['kprobe'], undefined);
  t.equal(named.match({ signo: 11, si_code: 1 }), true);
  t.equal(named.match({ signo: 17, si_code: 1 }), false);
  const number = await optionOf(code, { code: ['1'] });
  t.equal(number.match({ signo: 17, si_code: 1 }), true);
  t.equal(number.match({ si_code: undefined }), false, 'no code was read');
  t.ok(isListed(code));
});

void t.test('a code that the kernel does not have is refused, from a library too', async (t) => {
  await t.rejects(optionOf(code, { code: ['SEGV_MAPER'] }), {
    code: 'usage',
    hint: 'did you mean SEGV_MAPERR?',
  });
  t.throws(
    () => {
      code.check({ codes: ['segv'] }, 'filter: codes');
    },
    { code: 'usage', message: 'filter: codes: an si_code cannot be "segv"' },
  );
});
