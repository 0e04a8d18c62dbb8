import { readFileSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { smokeCommand } from '../../src/cli/smoke-command.js';
import { fakeProgram } from '../support/fake-program.js';
import { stdoutOf } from '../support/stdout-of.js';

/** Runs the command; returns its error and its output. */
async function smoke(flags: Record<string, unknown>) {
  let error: unknown;
  const stdout = await stdoutOf(async () => {
    const all = flags as unknown as Parameters<typeof smokeCommand>[0];
    error = await smokeCommand(all).catch((error: unknown) => error);
  });
  return { error, stdout };
}

void t.test('wrong usage is refused before anything runs', async (t) => {
  t.match(await smoke({ patience: '0' }), {
    error: { code: 'usage', message: /--patience "0"/ },
    stdout: '',
  });
  t.match(await smoke({ write: '/dev/null/x' }), {
    error: { code: 'usage', message: /--write "\/dev\/null\/x"/ },
    stdout: '',
  });
});

void t.test('a host that cannot be traced gets an error and no report', async (t) => {
  const listeners = process.listenerCount('SIGINT');
  t.match(await smoke({ bpftrace: '/nonexistent' }), {
    error: { code: 'bpftrace_not_found', exitCode: 3 },
    stdout: '',
  });
  t.equal(process.listenerCount('SIGINT'), listeners, 'signals have their old effect');
});

void t.test(
  'a bpftrace that may load nothing: the error, and its records in the file',
  async (t) => {
    const bpftrace = fakeProgram(
      t,
      'bpftrace',
      `case $* in *--version*) echo bpftrace v0.17.0; exit ;; esac
     echo "Kernel lockdown is enabled and set to 'confidentiality'." >&2; exit 1`,
    );
    const file = path.join(path.dirname(bpftrace), 'records.ndjson');
    t.match(await smoke({ bpftrace, write: file }), { error: { code: 'lockdown' }, stdout: '' });
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      t.type((JSON.parse(line) as { type: unknown }).type, 'string');
    }
  },
);
