// A bpftrace that is not what a distribution installs: started by a script, or printing what it should not.
import { chmodSync } from 'node:fs';
import path from 'node:path';

import t, { type Test } from 'tap';

import { storm, tracer, untraceable } from '../support/life.js';
import { olderThan } from '../support/needs.js';

const skip = untraceable();

function script(t: Test, text: string): string {
  const version = `case $* in *--version*) exec bpftrace --version ;; esac`;
  const file = path.join(t.testdir({ bpftrace: `#!/bin/sh\n${version}\n${text}\n` }), 'bpftrace');
  chmodSync(file, 0o755);
  return file;
}

const TRACING: readonly { name: string; text: string; warnings?: readonly RegExp[] }[] = [
  { name: 'a script that becomes bpftrace', text: 'exec bpftrace "$@"' },
  { name: 'a script that waits for bpftrace', text: 'bpftrace "$@"; exit $?' },
  {
    name: 'a script that closes what it inherits',
    text: 'exec 3<&-; exec bpftrace "$@"',
  },
  {
    name: 'words before the records',
    text: 'yes hello | head -n 200000; exec bpftrace "$@"',
    warnings: [...Array<RegExp>(50).fill(/no record: hello$/), / 199950 more lines /],
  },
  {
    name: 'megabytes without an end of line',
    text: 'head -c 1500000 /dev/zero; echo; exec bpftrace "$@"',
    warnings: [/no record: /, /no record: /],
  },
];

for (const { name, text, warnings = [] } of TRACING) {
  void t.test(`${name}: traced, and nothing is left`, { skip }, async (t) => {
    const source = storm(t);
    const trace = tracer(t, ['--json', '--bpftrace', script(t, text), ...source.filter]);
    await trace.saw('ready');
    source.begin(20);
    await trace.saw('signal', 20);
    const family = trace.family();
    trace.kill('SIGINT');
    t.match(await trace.ended(), { exitCode: 0 });
    t.notOk(family.some(({ alive }) => alive()));
    const told = trace.records.flatMap((one) => (one.type === 'warning' ? [one.message] : []));
    t.equal(told.length, warnings.length);
    t.match(told, warnings);
    const end = await trace.saw('end');
    t.match(end, { generated: 20, emitted: 20, unaccounted: 0 });
    // Read of bpftrace itself, wherever the script has started it.
    t.equal(typeof end.skipped, olderThan(6, 7) ? 'object' : 'number');
  });
}

void t.test('what never begins is told, with its words: exit 3', { skip }, async (t) => {
  const text = 'echo so it goes; echo alas >&2; exit 1';
  const trace = tracer(t, ['--json', '--bpftrace', script(t, text)]);
  t.match(await trace.ended(60), { exitCode: 3 });
  t.match(
    trace.stderr(),
    /^signals-trace: No trace has begun: [^\n]*status 1; it said: alas \/ so it goes\n {2}[^\n]+\n$/,
  );
  t.strictSame(trace.records, []);
});
