import t from 'tap';

import { commandNamed, COMMANDS, flagsOf } from '../../src/cli/commands.js';
import { rootTakes, toldOf, variableOf, withVariables } from '../../src/cli/environment.js';
import { SignalsTraceError, usage } from '../../src/errors.js';

const FLAGS = flagsOf(commandNamed('trace'));

function flagsFrom(env: NodeJS.ProcessEnv, written: Record<string, unknown> = {}, root = false) {
  return withVariables(written, FLAGS, env, root);
}

void t.test('a variable sets what the command line leaves out', (t) => {
  const env = {
    SIGNALS_TRACE_SIGNAL: 'TERM,KILL',
    SIGNALS_TRACE_ALL: '1',
    SIGNALS_TRACE_LEAN: 'no',
    SIGNALS_TRACE_LOG_LEVEL: 'debug',
    PATH: '/bin',
  };
  t.strictSame(flagsFrom(env, { count: '1' }), {
    flags: { count: '1', signal: 'TERM,KILL', all: true, lean: false, 'log-level': 'debug' },
    taken: [
      ...['SIGNALS_TRACE_SIGNAL', 'SIGNALS_TRACE_ALL'],
      ...['SIGNALS_TRACE_LOG_LEVEL', 'SIGNALS_TRACE_LEAN'],
    ],
    ignored: [],
  });
  t.strictSame(flagsFrom(env, { signal: 'INT' }).flags['signal'], 'INT', 'the command line wins');
  t.end();
});

void t.test('what the command line says otherwise wins too', (t) => {
  const cases: [env: NodeJS.ProcessEnv, written: Record<string, unknown>][] = [
    [{ SIGNALS_TRACE_ALL: '1' }, { 'hide-noise': true }],
    [{ SIGNALS_TRACE_HIDE_NOISE: '1' }, { all: true }],
    [{ SIGNALS_TRACE_JSON: '1' }, { output: 'wide' }],
    [{ SIGNALS_TRACE_OUTPUT: 'wide' }, { json: true }],
  ];
  for (const [env, written] of cases) t.strictSame(flagsFrom(env, written).flags, written);
  t.end();
});

void t.test('as root no variable names a program or a file, which is said', (t) => {
  const env = { SIGNALS_TRACE_BPFTRACE: '/tmp/x', SIGNALS_TRACE_WRITE: '/tmp/y' };
  t.strictSame(flagsFrom(env).flags, { bpftrace: '/tmp/x', write: '/tmp/y' });
  const { flags, ignored } = flagsFrom(env, {}, true);
  t.strictSame(flags, {});
  t.strictSame(ignored, [
    'SIGNALS_TRACE_WRITE is not read as root; give --write instead',
    'SIGNALS_TRACE_BPFTRACE is not read as root; give --bpftrace instead',
  ]);
  const refused = COMMANDS.flatMap(flagsOf).filter((flag) => !rootTakes(flag));
  t.strictSame([...new Set(refused.map(variableOf))].sort(), Object.keys(env).sort());
  t.end();
});

void t.test('a wrong value, and a variable that is none, are told', (t) => {
  for (const [env, message] of [
    [{ SIGNALS_TRACE_ALL: 'maybe' }, 'SIGNALS_TRACE_ALL cannot be "maybe"'],
    [{ SIGNALS_TRACE_OUTPUT: 'xml' }, 'SIGNALS_TRACE_OUTPUT cannot be "xml"'],
  ] as const) {
    t.throws(() => flagsFrom(env), { code: 'usage', message });
  }
  const told = flagsFrom({ SIGNALS_TRACE_SINGAL: 'TERM' });
  t.strictSame(told.ignored, [
    '"SIGNALS_TRACE_SINGAL" sets no option; did you mean SIGNALS_TRACE_SIGNAL?',
  ]);
  t.strictSame(told.flags, {});
  const taken = ['SIGNALS_TRACE_SIGNAL'];
  t.match(toldOf(usage('no signal X', 'kill -l'), taken), {
    message: 'no signal X',
    hint: 'kill -l; the environment sets SIGNALS_TRACE_SIGNAL',
  });
  const other = new SignalsTraceError('gave_up', 'x', 'y');
  t.equal(toldOf(other, taken), other);
  t.end();
});
