import { kernelCanMatch, type Variant } from '../program/conditions.js';
import type { Filter, Who } from '../program/filter.js';
import { isSent } from '../signals/sent.js';
import type { KernelSignal } from '../stream/source-record.js';
import type { Proc } from './proc.js';

type Question = (signal: KernelSignal) => boolean;

/** Whether a filter looks into command lines. */
export function asksForCommands({ from, to, either }: Filter): boolean {
  return [...from, ...to, ...either].some(({ kind }) => kind === 'command');
}

/** Asks of a signal what the kernel could not be asked, option by option. */
export function selection(filter: Filter, variant: Variant, proc: Proc): Question {
  const left = (option: keyof Filter) => !kernelCanMatch(option, filter, variant);
  const questions: Question[] = [];
  if (left('from'))
    questions.push((signal) => filter.from.some((who) => isFrom(signal, who, proc)));
  if (left('to')) questions.push((signal) => filter.to.some((who) => isTo(signal, who, proc)));
  if (left('either')) {
    questions.push((signal) =>
      filter.either.some((who) => isFrom(signal, who, proc) || isTo(signal, who, proc)),
    );
  }
  if (left('toUsers')) {
    questions.push(({ targetTid }) => filter.toUsers.includes(proc.owner(targetTid) ?? -1));
  }
  return (signal) => questions.every((question) => question(signal));
}

function isFrom(signal: KernelSignal, who: Who, proc: Proc): boolean {
  if (!isSent(signal)) return false;
  const { currentPid, currentComm } = signal;
  switch (who.kind) {
    case 'pid':
      return currentPid === who.pid;
    case 'name':
      return currentComm === who.name || proc.comm(currentPid) === who.name;
    case 'command':
      return matches(proc.commandLine(currentPid) || currentComm, who.pattern);
  }
}

function isTo(signal: KernelSignal, who: Who, proc: Proc): boolean {
  const { targetPid, targetTid, targetComm } = signal;
  switch (who.kind) {
    case 'pid':
      return targetPid === 0 ? proc.hasThread(who.pid, targetTid) : targetPid === who.pid;
    case 'name':
      return targetComm === who.name || proc.comm(targetPid || targetTid) === who.name;
    case 'command':
      return matches(proc.commandLine(targetPid || targetTid) || targetComm, who.pattern);
  }
}

/** Not `test`, which would remember where a pattern with the flag g found something. */
export function matches(text: string, pattern: RegExp): boolean {
  return text.search(pattern) !== -1;
}
