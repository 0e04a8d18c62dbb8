import type { Proc } from '../host/live-proc.js';
import { isCalled, programOf } from '../names/name.js';
import type { Filter } from './filter.js';
import type { Who } from './who.js';
import { calledNow } from './who-match.js';

/** Programs that one name adds to the kernel's condition at most. */
const MOST = 8;

/**
 * Adds the programs of the processes that have a name now, as far as the name itself does not show them:
 * systemd for init, node for api.js. If none has it yet, and it looks like a script, any interpreter may run it.
 */
export function withPrograms<Part extends Pick<Filter, 'either' | 'from' | 'to'>>(
  part: Part,
  proc: Proc,
): Part {
  const { either, from, to } = part;
  return { ...part, either: either.map(named), from: from.map(named), to: to.map(named) };

  function named(who: Who): Who {
    if (who.kind !== 'name') return who;
    const { kind, name } = who;
    const programs = new Set<string>();
    let found = false;
    for (const pid of proc.pids()) {
      const called = calledNow(proc, pid);
      if (!isCalled(called, name)) continue;
      found = true;
      const program = programOf(called);
      const isShown = program === '' || program.startsWith(name) || called.comm === name;
      if (!isShown) programs.add(program);
    }
    const scripts = !found && name.includes('.');
    return { kind, name, programs: [...programs].slice(0, MOST), scripts };
  }
}
