// A process that starts others, signals them, and says who was who. It ends when its stdin does,
// and all that it has started before it. $1 is its own comm.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { procStat } from '../host/proc-stat.js';
import { read, readLink } from '../host/read.js';
import type { Answer, KnownProcess, Order } from './scenario.js';

/** What a shell says first, in vain where /proc is not to be written to. */
const NAMED = 'echo "$1" >/proc/self/comm; ';
/** So long those that are left may take to end by themselves. */
const LAST_MS = 1000;

const left = new Set<{ readonly child: ChildProcess; readonly group: boolean }>();
let over = false;

/** Starts the target, does to it what is asked for, and waits until it has ended. */
async function perform({ play, comm, patienceMs }: Order): Promise<Answer> {
  const { script, send, unread, goOn } = play;
  const group = send?.to === 'group';
  const child = spawn('sh', ['-c', NAMED + script, 'sh', comm, process.execPath], {
    detached: group,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const one = { child, group };
  left.add(one);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('exit', () => {
      left.delete(one);
      resolve();
    });
    child.on('error', (error) => {
      left.delete(one);
      reject(error);
    });
  });
  // It may end while it is told to go on.
  child.stdin.on('error', () => undefined);
  const patience = AbortSignal.timeout(patienceMs);
  patience.addEventListener('abort', () => {
    end(one);
  });
  try {
    const said = await Promise.race([firstLine(child), ended]);
    const { pid } = child;
    if (said === undefined || pid === undefined) throw new Error('the target never was ready');
    const [, member] = said.split(' ');
    if (unread === true) await closed(child);
    const cast = {
      actor: player(process.pid, process.ppid),
      target: player(pid, process.pid),
      ...(member === undefined ? {} : { member: player(Number(member), pid) }),
    };
    const before = Date.now();
    if (send !== undefined) process.kill(group ? -pid : pid, send.signo);
    const sent = Date.now();
    if (goOn === true) child.stdin.write('\n');
    await ended;
    if (patience.aborted) throw new Error(`the target did not end within ${patienceMs / 1000} s`);
    return { cast, times: { before, sent, ended: Date.now() } };
  } finally {
    end(one);
  }
}

/** What there is to be known of one, while it lives. */
function player(pid: number, ppid: number): KnownProcess {
  // In a pid namespace of one's own, /proc may be another's.
  if (readLink('/proc/self') !== String(process.pid)) return { pid, ppid };
  return {
    pid,
    ppid,
    // Each ends in a NUL.
    cmdline: read(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1),
    exe: readLink(`/proc/${pid}/exe`),
    startTicks: procStat(pid)?.startTicks.toString(),
  };
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (stdout !== null) createInterface({ input: stdout }).once('line', resolve);
  });
}

function closed({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => stdout?.once('close', resolve).destroy());
}

/** Kills one that is left; in a group, also those that only it would wait for. */
function end(one: { readonly child: ChildProcess; readonly group: boolean }): void {
  const { pid } = one.child;
  if (pid === undefined || !left.has(one)) return;
  try {
    process.kill(one.group ? -pid : pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

function answer(text: Answer): void {
  process.stdout.write(`${JSON.stringify(text)}\n`);
}

async function follow(order: Order): Promise<void> {
  try {
    answer(await perform(order));
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
}

writeFileSync('/proc/self/comm', process.argv[2] ?? '');
// Whoever started it tells it when to end, also where a terminal or a service manager tells all.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined);
let turn = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    turn = turn.then(() => (over ? undefined : follow(JSON.parse(line) as Order)));
  })
  .on('close', () => {
    over = true;
    // Each ends when its own stdin does.
    for (const { child } of left) child.stdin?.end();
    setTimeout(() => {
      left.forEach(end);
    }, LAST_MS).unref();
  });
