import t from 'tap';

import {
  anyPlace,
  checkForm,
  isSenderIn,
  isTargetIn,
  nobodyIn,
  pathsNow,
  placeOption,
} from '../../src/filter/place.js';
import { UNIT } from '../../src/filter/unit.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';
import { optionOf, SIGNAL } from '../support/filter-option.js';

const NGINX = '/system.slice/nginx.service';
const CRON = '/system.slice/cron.service';

/** cron[500], nginx[882] and its child 883 run; the cgroup of 9 cannot be read. */
const PROC: Proc = {
  ...NO_PROC,
  pids: () => [9, 500, 882, 883],
  cgroup: (pid) => ({ 500: CRON, 882: NGINX, 883: NGINX })[pid],
};
const LOOKUPS = { proc: PROC, senderUntold: false };
const inNginx = anyPlace(UNIT, ['nginx']);

void t.test('an option about the sender asks for the cgroup of a process that sent', async (t) => {
  const flag = { name: 'from-unit', help: '' };
  const option = placeOption(UNIT, 'sender', 'fromUnits', flag);
  const { part, match } = await optionOf(option, { 'from-unit': ['cron,x', 'cron'] });
  t.strictSame(part, { fromUnits: ['cron', 'x'] });
  t.equal(match(), true);
  t.equal(match({ current: { cgroup: NGINX } }), false);
  t.equal(match({ current: { pid: 500 } }), undefined, 'its cgroup is unknown');
  t.equal(match({ sentByCurrent: false, sentByCode: false }), false, 'no process sent it');
  const byCode = { sentByCurrent: false, sentByCode: true };
  t.equal(match({ ...byCode, sender: undefined }), true, 'the code tells that a process sent it');
  t.equal(match({ ...byCode, sender: null }), false, 'its stack tells that nobody sent it');
  const present = { proc: PROC, attempts: false, commands: [] };
  t.strictSame(option.absent?.(part, present), [
    '--from-unit "x": no process is in such a unit now; waiting for one',
  ]);
  t.strictSame(option.absent?.(option.none, present), []);
});

void t.test('an empty place is reported with the nearest name that has processes', (t) => {
  const paths = pathsNow(PROC);
  t.strictSame(paths.sort(), [CRON, NGINX]);
  t.match(nobodyIn(UNIT, 'ngnix.service', paths), /in such a unit now.*\(there is nginx\)$/);
  t.notMatch(nobodyIn(UNIT, 'postgres', paths), 'there is');
  t.end();
});

void t.test('one of several places is enough, and each path gets its own answer', (t) => {
  const isIn = anyPlace(UNIT, ['nginx', 'cron']);
  t.strictSame([NGINX, NGINX, '/x', '/x', CRON].map(isIn), [true, true, false, false, true]);
  t.end();
});

void t.test('/proc tells the cgroup of a sender only if the program does not', (t) => {
  t.equal(isSenderIn({ pid: 882 }, inNginx, LOOKUPS), undefined);
  t.equal(isSenderIn({ pid: 882 }, inNginx, { ...LOOKUPS, senderUntold: true }), true);
  t.equal(isSenderIn({ pid: 882, cgroup: CRON }, inNginx, LOOKUPS), false);
  t.equal(isSenderIn(undefined, inNginx, LOOKUPS), undefined);
  t.end();
});

void t.test('/proc tells the cgroup of a target only if its task was not found', (t) => {
  t.equal(isTargetIn({ tid: 882 }, inNginx, LOOKUPS), true);
  t.equal(isTargetIn({ tid: 882, start_time: '1' }, inNginx, LOOKUPS), undefined);
  t.equal(isTargetIn({ tid: 882, cgroup: CRON }, inNginx, LOOKUPS), false);
  t.equal(isTargetIn(SIGNAL.target, inNginx, undefined), true);
  t.end();
});

void t.test('a value of another form is wrong usage', (t) => {
  for (const wrong of ['B', 5, undefined]) {
    t.throws(
      () => {
        checkForm(wrong, /^[a-z]$/, 'no letter', 'give one');
      },
      { code: 'usage', message: 'no letter', hint: 'give one' },
    );
  }
  t.doesNotThrow(() => {
    checkForm('b', /^[a-z]$/, '', '');
  });
  t.end();
});
