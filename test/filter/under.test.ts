import t from 'tap';

import { under } from '../../src/filter/under.js';
import type { SignalView } from '../../src/filter/view.js';
import { isListed, optionOf, VARIANTS } from '../support/filter-option.js';

const INIT = { pid: 1, comm: 'systemd' };
const CRON = { pid: 400, comm: 'cron', name: 'cron', cmd: '/usr/sbin/cron -f' };
const JOB = { pid: 410, comm: 'python3', name: 'backup.py', cmd: 'python3 /srv/backup.py --all' };
/** kill[420] of a job of cron's signals worker[900] of nginx. */
const ENDS: Partial<SignalView> = {
  current: { pid: 420, comm: 'kill', cmdline: ['kill', '900'], ancestors: [JOB, CRON, INIT] },
  target: {
    pid: 900,
    comm: 'nginx',
    cmdline: ['nginx: worker'],
    ancestors: [{ pid: 882, comm: 'nginx' }, INIT],
  },
};

async function matches(who: string, other: Partial<SignalView> = {}): Promise<unknown> {
  const { match } = await optionOf(under, { under: [who] });
  return match({ ...ENDS, ...other });
}

void t.test('either end is one of them, or descends from one', async (t) => {
  const yes = [
    '420',
    '410',
    '400',
    'cron',
    'backup.py',
    'python3',
    '/backup\\.py --all/',
    '/sbin.cron/',
  ];
  for (const who of [...yes, '900', '882', 'nginx', '/worker/', '1']) {
    t.equal(await matches(who), true, who);
  }
  for (const who of ['42', '83', 'cro', 'kill2', '/nginx -g/']) {
    t.equal(await matches(who), false, who);
  }
});

void t.test('a signal that nobody sent lies where its target lies', async (t) => {
  const unsent = { si_code: 128, sentByCode: false, sentByCurrent: false };
  t.equal(await matches('cron', unsent), false);
  t.equal(await matches('882', unsent), true);
});

void t.test('it is unknown where not all ancestors are', async (t) => {
  const current = { pid: 420, comm: 'kill', cmdline: ['kill', '900'] };
  t.equal(await matches('cron', { current }), undefined);
  t.equal(await matches('cron', { current: { ...current, ancestors: [JOB] } }), undefined);
  t.equal(await matches('backup.py', { current: { ...current, ancestors: [JOB] } }), true);
  t.equal(await matches('cron', { current: undefined }), undefined);
  t.equal(
    await matches('cron', { current: { ...INIT, cmdline: ['init'] } }),
    false,
    'init has none',
  );
});

void t.test('the kernel cannot tell, and records have to', async (t) => {
  const { clauses, part } = await optionOf(under, { under: ['400'] });
  for (const variant of VARIANTS) t.equal(clauses[variant], undefined, variant);
  t.same(under.needs?.(part), { commandLines: false, cgroups: false, ancestors: true });
  t.equal(under.needs?.(under.none).ancestors, false);
  t.ok(isListed(under));
});

void t.test('what is no process has an option of its own', (t) => {
  const check = (unit: string) => () => {
    under.check({ under: [{ kind: 'unit', unit }] }, '--under');
  };
  t.throws(check('nginx.service'), {
    code: 'usage',
    message: '--under "nginx.service": a unit is no process',
    hint: 'it holds all that its processes start: --unit nginx.service',
  });
  t.end();
});
