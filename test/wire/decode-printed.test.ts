import t from 'tap';

import { PrintedLines } from '../../src/wire/decode-printed.js';

const LIMITS = { possibleCpus: 2, latest: undefined, mostLines: undefined };
const EXIT = 'x|1|1|1684998101514|10245|15|8a22ec17001286';
const SIGNAL = 's|0|1|5|15|0|0|1|0|10245|0|-1|10227|10227|0|0|1|bash            sleep           ';
const json = (text: string) => `{"type": "printf", "data": "${text}"}`;

void t.test('a line decodes to the same with and without JSON', (t) => {
  for (const text of [EXIT, SIGNAL]) {
    const printed = new PrintedLines();
    const event = printed.decode(text, LIMITS);
    t.ok(event);
    t.strictSame(printed.quickly(json(text), LIMITS), event);
  }
  t.end();
});

void t.test('signals that say the same share their facts', (t) => {
  const printed = new PrintedLines();
  const facts = ['s|0|1|5|', 's|1|9|7|'].map((place) => {
    const event = printed.decode(SIGNAL.replace('s|0|1|5|', place), LIMITS);
    return event?.kind === 'signal' ? event.facts : t.fail('no signal');
  });
  t.equal(facts[0], facts[1]);
  t.end();
});

void t.test('only frequent lines go without JSON; only ours are decoded', (t) => {
  const printed = new PrintedLines();
  t.equal(printed.quickly(json('c|5|0'), LIMITS), undefined);
  for (const text of ['', 'hello', 'q|1', 'x', EXIT.replace('x|1', 'x|2')])
    t.equal(printed.decode(text, LIMITS), undefined, text);
  t.match(printed.decode(EXIT.replace('|15|', '|99999|'), LIMITS), {
    kind: 'invalid',
    probe: 'exit',
  });
  t.end();
});
