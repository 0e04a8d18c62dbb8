import t from 'tap';

import { attemptPredicate } from '../../src/filter/attempt-filter.js';
import type { Filter } from '../../src/filter/filter.js';
import { UserSpaceFilter } from '../../src/filter/user-space-filter.js';
import type { AttemptView } from '../../src/filter/view.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';
import { filterWith } from '../support/filter-option.js';

/** nginx[882] alone runs. */
const PROC: Proc = {
  ...NO_PROC,
  comm: (pid) => (pid === 882 ? 'nginx' : undefined),
  cgroup: (pid) => (pid === 882 ? '/system.slice/nginx.service' : undefined),
};

/** A call kill(882, 15) of bash[500] that failed. */
const ATTEMPT: AttemptView = {
  syscall: 'kill',
  arg: 882,
  signo: 15,
  origin: 'kill',
  sender: { pid: 500, tid: 500, comm: 'bash', uid: 1000 },
};

function matches(asked: Partial<Filter>, attempt: Partial<AttemptView> = {}) {
  return attemptPredicate(new UserSpaceFilter(filterWith(asked), PROC))?.({
    ...ATTEMPT,
    ...attempt,
  });
}

void t.test('a filter that asks for nothing leaves nothing to match', (t) => {
  t.equal(attemptPredicate(new UserSpaceFilter(filterWith({}), PROC)), undefined);
  t.end();
});

void t.test('the pid that the caller gave is the target', (t) => {
  t.equal(matches({ to: [{ kind: 'pid', pid: 882 }] }), true);
  t.equal(matches({ to: [{ kind: 'pid', pid: 883 }] }), false);
  t.equal(matches({ to: [{ kind: 'name', name: 'nginx' }] }), true);
  t.equal(matches({ to: [{ kind: 'name', name: 'nginx' }] }, { arg: 7 }), false);
  t.equal(matches({ toUnits: ['nginx'] }), true);
  t.equal(matches({ toUnits: ['nginx'] }, { arg: 7 }), false, 'a pid without a process');
  t.end();
});

void t.test('a group, a descriptor and a pid of another namespace name no process', (t) => {
  const others: Partial<AttemptView>[] = [
    { arg: -882 },
    { arg: 0 },
    { syscall: 'pidfd_send_signal' },
    { sender: { ...ATTEMPT.sender, nspid: 3 } },
  ];
  for (const other of others) {
    t.equal(matches({ to: [{ kind: 'pid', pid: 882 }] }, other), false, JSON.stringify(other));
    t.equal(matches({ toUnits: ['nginx'] }, other), false, JSON.stringify(other));
  }
  t.end();
});
