import { usage } from '../errors.js';
import { isCalled } from '../names/name.js';
import { given } from './flags.js';
import type { FilterOption, Flag, Lookups } from './option.js';
import { quote } from './quote.js';
import type { AncestorView, ProcessView } from './view.js';
import { checkTarget, needsOf, parseWho, type Who } from './who.js';
import { absentWhos } from './who-absent.js';
import {
  calledNow,
  isProcess,
  matchesPattern,
  type ProcessWho,
  some,
  wasSent,
} from './who-match.js';

const FLAG: Flag = {
  name: 'under',
  takes: 'values',
  value: 'WHO',
  help: 'Either end: this process, or one that it started, at any depth',
  offers: 'who',
  others: ['descendants', 'children', 'parent', 'ancestor'],
};

/** Their parent is the kernel: init, and kthreadd. */
const FIRST: readonly (number | undefined)[] = [1, 2];

export interface UnderFilter {
  /** Processes: either end is one of them, or its descendant. */
  readonly under: readonly Who[];
}

export const under: FilterOption<UnderFilter> = {
  flags: [FLAG],
  more: 'A pid, a name or a /regex/. The tree is that of the moment of the signal: a process whose parent has ended belongs to whoever took it in. Records then have `ancestors`',
  about: 'either end',
  none: { under: [] },
  unknown: 'tree',
  needs: ({ under: whos }) => ({ ...needsOf(whos), ancestors: whos.length > 0 }),
  parse: (flags) => ({ under: given(flags, FLAG).map((text) => parseWho('--under', text)) }),
  check({ under: whos }, name) {
    for (const who of whos) {
      checkTarget(name, who);
      if (!isOne(who)) {
        throw usage(
          `${name} ${quote(named(who))}: a ${who.kind} is no process`,
          `it holds all that its processes start: --${who.kind} ${named(who)}`,
        );
      }
    }
  },
  match({ under: whos }, lookups) {
    const asked = whos.filter(isOne);
    return (view) => {
      const ends = wasSent(view) ? [view.current, view.target] : [view.target];
      return some(ends, (end) => isUnder(end, asked, lookups));
    };
  },
  absent: (part, present) => absentWhos('--under', part.under, present),
};

function isOne(who: Who): who is ProcessWho {
  return who.kind === 'pid' || who.kind === 'name' || who.kind === 'command';
}

function named(who: Exclude<Who, ProcessWho>): string {
  switch (who.kind) {
    case 'unit':
      return who.unit;
    case 'container':
      return who.container;
    case 'pod':
      return who.pod;
  }
}

/** Whether a process is one of these or descends from one; undefined if not all ancestors are known. */
function isUnder(
  process: ProcessView | undefined,
  whos: readonly ProcessWho[],
  lookups: Lookups | undefined,
): boolean | undefined {
  if (process === undefined) return undefined;
  const itself = some(whos, (who) => isProcess(process, who, lookups));
  if (itself === true) return true;
  const ancestors = process.ancestors ?? [];
  const descends = ancestors.some((one) => whos.some((who) => isAncestor(one, who, lookups)));
  if (descends) return true;
  const first = ancestors.at(-1) ?? process;
  return FIRST.includes(first.pid) ? itself : undefined;
}

function isAncestor(
  { pid, comm, name, cmd }: AncestorView,
  who: ProcessWho,
  lookups: Lookups | undefined,
): boolean {
  // Another process may have its pid by now.
  const proc = lookups?.proc.comm(pid) === comm ? lookups.proc : undefined;
  switch (who.kind) {
    case 'pid':
      return pid === who.pid;
    case 'name':
      if (comm === who.name || name === who.name) return true;
      return proc !== undefined && isCalled(calledNow(proc, pid), who.name);
    case 'command':
      return matchesPattern(proc?.commandLine(pid) || (cmd ?? comm), who.pattern);
  }
}
