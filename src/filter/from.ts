import { given } from './flags.js';
import type { FilterOption, Flag } from './option.js';
import { checkWho, needsOf, parseWho, type Who } from './who.js';
import { absentWhos } from './who-absent.js';
import { senderClause } from './who-clause.js';
import { matchSender } from './who-match.js';

const FLAG: Flag = {
  name: 'from',
  takes: 'values',
  value: 'WHO',
  help: 'Sender: a pid, a name, a unit, or a /regex/',
  offers: 'who',
  others: ['sender', 'source', 'src', 'from-pid', 'by', 'killer'],
};

export interface FromFilter {
  /** Processes that send the signal. */
  readonly from: readonly Who[];
}

export const from: FilterOption<FromFilter> = {
  flags: [FLAG],
  more: 'A name is that of the thread (`ps -o comm`), of the program, of `argv[0]`, or of the script that an interpreter runs: of one that runs when the trace begins, or has a dot in its name. `nginx.service` and `unit/nginx` mean a unit, `container/ID` a container, `pod/UID` a pod',
  about: 'sender',
  none: { from: [] },
  unknown: 'place',
  needs: (part) => needsOf(part.from),
  parse: (flags) => ({ from: given(flags, FLAG).map((text) => parseWho('--from', text)) }),
  check(part, name) {
    for (const who of part.from) checkWho(name, who);
  },
  kernel: (part, terms) => senderClause(part.from, terms),
  isCoarse: (part) => part.from.some(({ kind }) => kind === 'name'),
  match: (part, lookups) => matchSender(part.from, lookups),
  absent: (part, present) => absentWhos('--from', part.from, present),
};
