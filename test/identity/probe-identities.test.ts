import t from 'tap';

import { ProbeIdentities } from '../../src/identity/probe-identities.js';
import { toldProcess } from '../support/told-process.js';

const told = (who: string, length: number) =>
  toldProcess({ processKey: who, length, argStart: length > 0 ? 4096 : 0 });

/** Whether it is over by now. */
async function isOver(coming: Promise<void> | undefined): Promise<boolean> {
  let over = false;
  void coming?.then(() => (over = true));
  await new Promise(setImmediate);
  return over;
}

void t.test('a record that speaks of somebody may come before who that is', async (t) => {
  const accounts = new ProbeIdentities();
  const coming = accounts.completed('a');
  const account = accounts.get('a');
  t.notOk(await isOver(coming));
  t.equal(accounts.completed('a'), undefined, 'waited for once');
  accounts.add(told('a', 0));
  t.ok(await isOver(coming));
  t.match(account?.process, { pid: 4711 }, 'what was taken before is filled in');
  t.equal(accounts.completed('a'), undefined, 'nothing is lacking any more');
  t.equal(accounts.completed(''), undefined, 'nor where nobody is spoken of');
});

void t.test('all lines of the arguments are waited for', async (t) => {
  const accounts = new ProbeIdentities();
  accounts.add(told('a', 130));
  const coming = accounts.completed('a');
  const line = (line: number) => {
    accounts.add({ kind: 'arguments', processKey: 'a', line, bytes: Buffer.alloc(128, 'x') });
  };
  line(1);
  t.notOk(await isOver(coming));
  t.equal(accounts.get('a')?.commandLine, undefined);
  line(0);
  t.ok(await isOver(coming));
  t.match(accounts.get('a')?.commandLine, { args: ['x'.repeat(130)] });
});

void t.test('what is told in parts stays whole, whenever older accounts are let go', (t) => {
  const accounts = new ProbeIdentities();
  const tell = (who: string) => {
    accounts.add(told(who, 4));
    accounts.add({
      kind: 'ancestor',
      processKey: who,
      depth: 0,
      pid: 1,
      startTimeNs: 0n,
      comm: 'init',
    });
    accounts.add({ kind: 'arguments', processKey: who, line: 0, bytes: Buffer.from('true') });
    const account = accounts.get(who);
    return account?.process !== undefined && account.ancestors.length === 1;
  };
  const after = (count: number) => {
    for (let i = 0; i < count; i++) accounts.add(told(`${count} ${i}`, 0));
    return `after ${count} others`;
  };
  for (const [i, count] of [0, 0, 16_382, 16_383, 16_384].entries()) {
    const how = after(count);
    t.ok(tell(`it, ${i}`), how);
  }
  t.end();
});

void t.test('a bounded number is kept, the newest', (t) => {
  const identities = new ProbeIdentities();
  for (let i = 0; i <= 16_384; i++) identities.add(told(`${i}`, 0));
  t.equal(identities.get('0'), undefined);
  t.match(identities.get('1'), { parts: 1 });
  t.match(identities.get('16384'), { parts: 1 });
  t.end();
});
