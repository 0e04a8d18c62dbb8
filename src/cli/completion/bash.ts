import { printable } from '../../outputs/printable.js';
import type { Completion } from './complete.js';
import type { ShellLine } from './shell-line.js';

/** Bash's Tab calls this. It gives the line up to the cursor; each line of the answer is a reply. */
export const BASH_SCRIPT = `# Completion of signals-trace for bash.
_signals_trace() {
  local program=$1 answer
  command -v -- "$program" >/dev/null || program=signals-trace
  mapfile -t answer < <("$program" completion offer bash \\
    "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" "$COMP_TYPE" 2>/dev/null)
  COMPREPLY=()
  case \${answer[0]} in
    paths) compopt -o default ;;
    open) compopt -o nospace; COMPREPLY=("\${answer[@]:1}") ;;
    words) COMPREPLY=("\${answer[@]:1}") ;;
  esac
}
complete -F _signals_trace signals-trace
`;

/** COMP_TYPE of a Tab that lists what is possible, and inserts none of it. */
const LISTS = ['63', '33'];
const LONGEST_ABOUT = 60;

/**
 * Returns the answer to the script: how to take it, and the replies.
 *
 * @param breaks characters at which bash begins a word of its own: it replaces what follows the last
 */
export function bashReply(
  completion: Completion,
  { words, quote }: ShellLine,
  breaks: string,
  type: string,
): string {
  if (completion === 'paths') return 'paths\n';
  const kept = quote === '' ? keptBy(words.at(-1) ?? '', breaks) : 0;
  const replies = completion.flatMap(({ word, about }) => {
    const typed = escaped(word.slice(kept), quote);
    return typed === undefined ? [] : [{ word: typed, about }];
  });
  const lists = replies.length > 1 && LISTS.includes(type);
  const lines = replies.map(({ word, about }) =>
    lists && about ? `${word}  (${short(about)})` : word,
  );
  const open = replies.length === 1 && /[/=,]$/.test(replies[0]?.word ?? '');
  return [open ? 'open' : 'words', ...lines, ''].join('\n');
}

function keptBy(last: string, breaks: string): number {
  return Math.max(...Array.from(breaks, (char) => last.lastIndexOf(char))) + 1;
}

/** Returns the word as it may stand in this quote; undefined if it cannot. */
function escaped(word: string, quote: ShellLine['quote']): string | undefined {
  if (quote === "'") return word.includes("'") ? undefined : word;
  if (quote === '"') return word.replace(/[$`"\\]/g, '\\$&');
  return word.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, '\\$&');
}

function short(about: string): string {
  const text = printable(about);
  return text.length > LONGEST_ABOUT ? `${text.slice(0, LONGEST_ABOUT)}…` : text;
}
