import t from 'tap';

import { programCommand } from '../../src/cli/program-command.js';
import { fakeProgram } from '../support/fake-program.js';
import { stdoutOf } from '../support/stdout-of.js';

type Flags = Parameters<typeof programCommand>[0];

void t.test('it prints the first program, or every program in the order of trial', async (t) => {
  const bpftrace = fakeProgram(t, 'bpftrace', 'echo bpftrace v0.17.0');
  const printed = (flags: Record<string, unknown>) =>
    stdoutOf(() => programCommand({ bpftrace, ...flags }));
  const headers = (text: string) => text.match(/^\/\/ Program \d+ of \d+: \w+\.$/gm) ?? [];
  const first = await printed({});
  const all = await printed({ fallbacks: true });
  const count = Number(/^\/\/ Program 1 of (\d+): /.exec(first)?.[1]);
  t.equal(headers(first).length, 1);
  t.equal(headers(all).length, count);
  t.ok(all.startsWith(first));
  t.match(first, /Made for bpftrace 0\.17\.0/);
  t.match(first, /arg_end|args->comm/);
  t.notMatch(await printed({ 'no-cmdline': true }), /arg_end/);
});

void t.test('wrong usage prints nothing', async (t) => {
  const flags = { buffer: '1' } as unknown as Flags;
  let rejected: unknown;
  const text = await stdoutOf(async () => {
    rejected = await programCommand(flags).catch((error: unknown) => error);
  });
  t.match(rejected, { code: 'usage', message: /--buffer "1"/ });
  t.equal(text, '');
});
