import t from 'tap';

import { type Candidate, complete, type HostValues } from '../../../src/cli/completion/complete.js';

/** A host with one of each. */
const HOST: HostValues = (kind) =>
  [`a-${kind}`, 'doctor', 'top'].map((word) => ({ word, about: 'x' }));

function words(...typed: readonly string[]): readonly string[] {
  const completion = complete(typed, HOST);
  if (completion === 'paths') return ['PATHS'];
  return completion.map(({ word }: Candidate) => word);
}

void t.test('the first word is a command or a process, which no command is', (t) => {
  const first = words('');
  for (const word of ['trace', 'doctor', 'help', 'a-who']) t.ok(first.includes(word), word);
  t.equal(first.filter((word) => word === 'doctor').length, 1);
  t.strictSame(words('doc'), ['doctor']);
  t.strictSame(words('882', ''), [], 'one WHO');
  t.strictSame(words('-s', 'TERM', ''), ['a-who'], 'a value is no WHO');
  t.strictSame(words('trace', ''), ['a-who'], 'nor is a reserved word');
  t.strictSame(words('--to', ''), ['a-who', 'doctor', 'top'], 'after --to it is');
  t.strictSame(words('doctor', ''), []);
  t.end();
});

void t.test('options of the command', (t) => {
  t.strictSame(words('--ou'), ['--output']);
  t.strictSame(words('doctor', '--'), ['--json', '--bpftrace', '--help']);
  t.ok(words('-').includes('-s') && words('-').includes('--signal'));
  t.notOk(words('--').includes('-s'));
  t.notOk(words('--json', '--').includes('--json'), 'not twice');
  t.ok(words('--to', 'x', '--').includes('--to'), 'unless it may be');
  t.match(complete(['--ou'], HOST), [{ word: '--output', about: /format/i }]);
  t.end();
});

void t.test('values', (t) => {
  t.strictSame(words('-s', 'TE'), ['TERM']);
  t.strictSame(words('-as', 'te'), ['TERM']);
  t.strictSame(words('--signal=TE'), ['--signal=TERM']);
  t.strictSame(words('-s', 'KILL,TE'), ['KILL,TERM']);
  t.strictSame(words('-s', '!TE'), ['!TERM']);
  t.notOk(words('-s', 'KILL,').includes('KILL,KILL'), 'each once');
  t.strictSame(words('-o', ''), ['table', 'wide', 'long', 'json']);
  t.strictSame(words('smoke', '--report', ''), ['tap', 'junit']);
  t.strictSame(words('--origin', 'oo'), ['oom']);
  t.strictSame(words('--result', 'ig'), ['ignored']);
  for (const [flag, kind] of Object.entries({
    '--from': 'who',
    '--to': 'who',
    '--to-user': 'user',
    '-u': 'unit',
    '--from-container': 'container',
    '--pod': 'pod',
    '--slice': 'slice',
  })) {
    t.strictSame(words(flag, 'a'), [`a-${kind}`], flag);
  }
  for (const flag of ['--write', '--bpftrace']) t.strictSame(words(flag, ''), ['PATHS'], flag);
  t.strictSame(words('--write=/tm'), ['PATHS']);
  t.strictSame(words('--json=x'), []);
  t.strictSame(words('-n', ''), []);
  t.end();
});

void t.test('help and completion', (t) => {
  t.ok(words('help', '').includes('all') && words('help', '').includes('smoke'));
  t.strictSame(words('help', 'all', ''), []);
  t.strictSame(words('completion', ''), ['bash', 'zsh', 'install']);
  t.strictSame(words('completion', 'install', ''), ['bash', 'zsh']);
  t.strictSame(words('completion', 'bash', ''), []);
  t.end();
});
