import t from 'tap';

import { OutputSet } from '../../src/cli/output-set.js';
import { Unread } from '../../src/outputs/sink.js';
import { memoryOutput } from '../support/memory-output.js';

const closedPipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

function failing(error: Error) {
  return () => {
    throw error;
  };
}

void t.test(
  'each output takes the text of its own format; an empty one is not written',
  async (t) => {
    const [a, b] = [memoryOutput('stdout'), memoryOutput('file')];
    const outputs = new OutputSet([a.output, b.output], () => t.fail('nothing fails'));
    await outputs.write((format) => (format === a.output.format ? 'for a' : ''));
    await outputs.write(({ head }) => head);
    t.same([a.texts, b.texts], [['for a', 'HEAD '], ['HEAD ']]);
    outputs.hurry();
    await outputs.close();
    t.match(
      [a.calls, b.calls],
      [
        { closed: 1, hurried: 1 },
        { closed: 1, hurried: 1 },
      ],
    );
    t.equal(outputs.failure, undefined);
    t.notOk(outputs.unread);
  },
);

void t.test(
  'one that fails is written to no more; the others are, and the trace is told why',
  async (t) => {
    const cases = [
      { error: closedPipe, reason: 'reader closed', failure: undefined, unread: false },
      { error: new Unread('late'), reason: 'cannot write full', failure: undefined, unread: true },
      {
        error: new Error('ENOSPC: no space'),
        reason: 'cannot write full',
        failure: { code: 'cannot_write', exitCode: 4, message: /^Cannot write full: ENOSPC/ },
        unread: false,
      },
    ];
    for (const { error, reason, failure, unread } of cases) {
      const reasons: string[] = [];
      const [full, other] = [memoryOutput('full', failing(error)), memoryOutput('other')];
      const outputs = new OutputSet([full.output, other.output], (reason) => reasons.push(reason));
      await outputs.write(() => '1');
      await outputs.write(() => '2');
      await outputs.close();
      t.same(reasons, [reason]);
      t.same([outputs.isOpen('full'), outputs.isOpen('other')], [false, true]);
      t.same(other.texts, ['1', '2']);
      t.match([full.calls, other.calls], [{ closed: 0 }, { closed: 1 }]);
      if (failure === undefined) t.equal(outputs.failure, undefined);
      else t.match(outputs.failure, failure);
      t.equal(outputs.unread, unread);
    }
  },
);

void t.test('a write waits for the one before it', async (t) => {
  const { output } = memoryOutput('slow');
  const done: string[] = [];
  const sink = {
    ...output.sink,
    write: (text: string) =>
      new Promise<void>((resolve) => {
        setTimeout(
          () => {
            done.push(text);
            resolve();
          },
          text === 'first' ? 30 : 0,
        );
      }),
  };
  const outputs = new OutputSet([{ ...output, sink }], () => undefined);
  void outputs.write(() => 'first');
  await outputs.write(() => 'second');
  t.same(done, ['first', 'second']);
});
