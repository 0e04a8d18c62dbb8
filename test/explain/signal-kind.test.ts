import t from 'tap';

import { SignalKind, SignalKinds } from '../../src/explain/signal-kind.js';
import { signalEvent } from '../support/kernel-signal.js';

void t.test('its part of the record comes as an object and as JSON', (t) => {
  const kind = new SignalKind(signalEvent({ result: 1, targetState: 1 }).facts);
  t.strictSame(kind.part, {
    signal: 'SIGTERM',
    signo: 15,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'ignored',
    ignored_why: 'handler',
    origin: 'kill',
  });
  t.equal(`{${kind.json}}`, JSON.stringify(kind.part));
  t.end();
});

void t.test('the same facts have the same kind, until too many others have come', (t) => {
  const kinds = new SignalKinds();
  const { facts } = signalEvent();
  const first = kinds.of(facts);
  const other = kinds.of(signalEvent({ signo: 9 }).facts);
  t.equal(kinds.of(facts), first);
  t.not(first, other);
  for (let i = 0; i < 1024; i++) kinds.of(signalEvent().facts);
  const again = kinds.of(facts);
  t.not(again, first, 'what is kept is bounded');
  t.strictSame(again.part, first.part);
  t.end();
});
