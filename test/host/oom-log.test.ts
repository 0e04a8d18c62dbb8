import { appendFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { OomLog } from '../../src/host/oom-log.js';

const CHOSEN =
  '6,1,1,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/none,task_memcg=/none,task=hog,pid=77,uid=0\n';
const KILLED =
  '3,2,2,-;Killed process 77 (hog) total-vm:9kB, anon-rss:3kB, file-rss:2kB, shmem-rss:1kB\n';

const KILL = { targetPid: 77, currentPid: 5, currentComm: 'asks' };
const trigger = { pid: 5, comm: 'asks' };

void t.test("the kernel's account of a victim, told once; older messages are not ours", (t) => {
  const file = path.join(t.testdir({ kmsg: KILLED }), 'kmsg');
  const log = new OomLog(file);
  t.teardown(() => {
    log.close();
  });
  t.ok(log.readable);
  t.strictSame(log.of(KILL), { trigger });
  appendFileSync(file, CHOSEN + KILLED);
  t.strictSame(log.of(KILL), { cgroup: '/none', rss: 6 * 1024, trigger });
  t.strictSame(log.of(KILL), { trigger });
  t.end();
});

void t.test('without the log only the task is known', (t) => {
  const log = new OomLog('/nowhere');
  t.notOk(log.readable);
  t.strictSame(log.of(KILL), { trigger });
  log.close();
  t.end();
});
