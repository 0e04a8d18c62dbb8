import { existsSync } from 'node:fs';

import t from 'tap';

import { cutTypes } from '../../src/bpftrace/cut-types.js';
import { KERNEL_TYPES, readKernelTypes } from '../../src/bpftrace/kernel-types.js';

const skip = existsSync(KERNEL_TYPES) ? false : 'this kernel has no types (BTF)';

void t.test('of the types of this kernel few are left', { skip }, (t) => {
  const types = readKernelTypes();
  const cut = cutTypes(types, '((struct task_struct *)curtask)->signal->flags');
  t.ok(types.known);
  t.ok(types.count > 10_000);
  t.ok(cut && cut.length < 200_000, `${cut?.length ?? 0} bytes`);
  t.match(cut && Buffer.from(cut).toString('latin1'), /\0signal_struct\0/);
  t.end();
});
