import { placeOf, slicesOf } from '../../host/cgroup.js';
import { LiveProc, type Proc } from '../../host/live-proc.js';
import { read } from '../../host/read.js';
import { printable } from '../../outputs/printable.js';
import { type Candidate, type HostValues, wordsOf } from './complete.js';

/** A Tab reads this many processes and users at most. */
const MOST = 5000;
const LONGEST_COMMAND_LINE = 80;
/** As many pids of one name are shown. */
const PIDS_SHOWN = 4;
/** Digits of a container's id that tell it from others. */
const ID_DIGITS = 12;

/** Returns what is on this host now. */
export function hostValues(proc: Proc = new LiveProc()): HostValues {
  return (kind, typed) => {
    switch (kind) {
      case 'who':
        return whos(proc, typed);
      case 'user':
        return users();
      case 'unit':
      case 'container':
      case 'pod':
      case 'slice':
        return places(proc, kind);
    }
  };
}

/** Pids where digits are typed, else names; units too once something is typed. */
function whos(proc: Proc, typed: string): readonly Candidate[] {
  if (/^\d/.test(typed)) return pidsOf(proc);
  const [, kind, begun] = /^(unit|container|pod)\/(.*)$/s.exec(typed) ?? [];
  if (begun !== undefined && (kind === 'unit' || kind === 'container' || kind === 'pod')) {
    return places(proc, kind).map(({ word, ...rest }) => ({ ...rest, word: `${kind}/${word}` }));
  }
  const units = typed === '' ? [] : places(proc, 'unit').filter(({ word }) => word.includes('.'));
  return [...names(proc), ...units, ...wordsOf(['unit/', 'container/', 'pod/'])];
}

function pidsOf(proc: Proc): readonly Candidate[] {
  return running(proc).map((pid) => ({ word: String(pid), about: described(proc, pid) }));
}

/** Names of processes, each with its first pids. Kernel threads have no command line. */
function names(proc: Proc): readonly Candidate[] {
  const byName = new Map<string, number[]>();
  for (const pid of running(proc)) {
    const comm = proc.comm(pid);
    if (comm === undefined || !isTypeable(comm) || !proc.commandLine(pid)) continue;
    byName.set(comm, [...(byName.get(comm) ?? []), pid]);
  }
  return [...byName]
    .map(([word, pids]) => {
      const more = pids.length > PIDS_SHOWN ? ', …' : '';
      const shown = `${pids.slice(0, PIDS_SHOWN).join(', ')}${more}`;
      return { word, about: `${shown}: ${described(proc, pids[0] ?? 0)}` };
    })
    .sort((a, b) => (a.word < b.word ? -1 : 1));
}

/** Whether a name can be typed as WHO and means a process. */
function isTypeable(comm: string): boolean {
  return /^[^\s\d/-]/.test(comm) && printable(comm) === comm;
}

function described(proc: Proc, pid: number): string {
  const line = proc.commandLine(pid) || `[${proc.comm(pid) ?? ''}]`;
  return line.slice(0, LONGEST_COMMAND_LINE);
}

function places(proc: Proc, kind: 'unit' | 'container' | 'pod' | 'slice'): readonly Candidate[] {
  const found = new Map<string, number>();
  for (const pid of running(proc)) {
    const path = proc.cgroup(pid);
    for (const name of path === undefined ? [] : namesOf(path, kind)) {
      if (!found.has(name) && printable(name) === name) found.set(name, pid);
    }
  }
  return [...found].map(([word, pid]) => ({ word, about: described(proc, pid) }));
}

function namesOf(path: string, kind: 'unit' | 'container' | 'pod' | 'slice'): readonly string[] {
  if (kind === 'slice') return slicesOf(path);
  const { unit, container, pod } = placeOf(path);
  const name = { unit, container: container?.slice(0, ID_DIGITS), pod }[kind];
  return name === undefined ? [] : [name];
}

function users(): readonly Candidate[] {
  const lines = (read('/etc/passwd') ?? '').split('\n').slice(0, MOST);
  return lines.flatMap((line) => {
    const [name = '', , uid = ''] = line.split(':');
    return name === '' || printable(name) !== name ? [] : [{ word: name, about: `uid ${uid}` }];
  });
}

function running(proc: Proc): readonly number[] {
  return proc.pids().slice(0, MOST);
}
