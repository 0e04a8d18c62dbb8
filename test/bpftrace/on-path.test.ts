import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import { blockedOnPath, onPath } from '../../src/bpftrace/on-path.js';
import { setVariable } from '../support/fake-program.js';

void t.test('the first that can be executed, and the first that is there', (t) => {
  const folder = t.testdir({ plain: { tool: 'x' }, good: { tool: '#!/bin/sh\n' } });
  const [plain, good] = [join(folder, 'plain'), join(folder, 'good')];
  chmodSync(join(good, 'tool'), 0o755);
  setVariable(t, 'PATH', `.:/nonexistent:${plain}`);
  t.equal(onPath('tool'), undefined);
  t.equal(onPath('tool', [good]), join(good, 'tool'));
  t.equal(blockedOnPath('tool'), join(plain, 'tool'));
  t.equal(blockedOnPath('other'), undefined);
  t.end();
});
