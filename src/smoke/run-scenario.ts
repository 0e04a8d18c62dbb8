import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { procStat } from '../host/proc-stat.js';
import { read, readLink } from '../host/read.js';
import type { KnownProcess, ScenarioRequest, ScenarioResult } from './scenario.js';

/** The beginning of each target's script. It has no effect where /proc is read-only. */
const SET_COMM = 'echo "$1" >/proc/self/comm; ';

/** A target that is still running. */
export interface RunningTarget {
  readonly child: ChildProcess;
  /** The target leads a process group of its own. */
  readonly group: boolean;
}

/**
 * Starts the target, does the steps of the scenario, and waits until the target has ended.
 *
 * @param running holds the target while it runs
 */
export async function runScenario(
  { scenario, comm, patienceMs }: ScenarioRequest,
  running: Set<RunningTarget>,
): Promise<ScenarioResult> {
  const { script, send, unread, goOn } = scenario;
  const group = send?.to === 'group';
  const child = spawn('sh', ['-c', SET_COMM + script, 'sh', comm, process.execPath], {
    detached: group,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const target = { child, group };
  running.add(target);
  const ended = new Promise<void>((resolve, reject) => {
    child.on('exit', () => {
      running.delete(target);
      resolve();
    });
    child.on('error', (error) => {
      running.delete(target);
      reject(error);
    });
  });
  // The target may end before it reads the line that makes it go on.
  child.stdin.on('error', () => undefined);
  const patience = AbortSignal.timeout(patienceMs);
  patience.addEventListener('abort', () => {
    if (running.has(target)) killTarget(target);
  });
  try {
    const line = await Promise.race([firstLine(child), ended]);
    const { pid } = child;
    if (line === undefined || pid === undefined) throw new Error('the target never was ready');
    const [, member] = line.split(' ');
    if (unread === true) await stopReading(child);
    const processes = {
      actor: knownProcess(process.pid, process.ppid),
      target: knownProcess(pid, process.pid),
      ...(member === undefined ? {} : { member: knownProcess(Number(member), pid) }),
    };
    const before = Date.now();
    if (send !== undefined) process.kill(group ? -pid : pid, send.signo);
    const sent = Date.now();
    if (goOn === true) child.stdin.write('\n');
    await ended;
    if (patience.aborted) throw new Error(`the target did not end within ${patienceMs / 1000} s`);
    return { processes, times: { before, sent, ended: Date.now() } };
  } finally {
    if (running.has(target)) killTarget(target);
  }
}

/** Kills a target, and with its group also the members that it would have waited for. */
export function killTarget({ child, group }: RunningTarget): void {
  if (child.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // The target has just ended.
  }
}

/** Returns what /proc has of a process while it lives. */
function knownProcess(pid: number, ppid: number): KnownProcess {
  // In a pid namespace of its own, a process may see another namespace's /proc.
  if (readLink('/proc/self') !== String(process.pid)) return { pid, ppid };
  return {
    pid,
    ppid,
    // A NUL ends each argument.
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

function stopReading({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => stdout?.once('close', resolve).destroy());
}
