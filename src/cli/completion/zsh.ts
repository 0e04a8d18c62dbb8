import { printable } from '../../outputs/printable.js';
import type { Completion } from './complete.js';

/** Zsh's Tab calls this. It gives the words up to the cursor; each line of the answer is a word and what it says. */
export const ZSH_SCRIPT = `#compdef signals-trace
# Completion of signals-trace for zsh.
_signals_trace() {
  local -a answer values shown
  local program=\${(Q)words[1]} line
  (( $+commands[$program] )) || [[ -x $program ]] || program=signals-trace
  answer=("\${(@f)$("$program" completion offer zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  if [[ $answer[1] == paths ]]; then
    compset -P '*='
    _files
    return
  fi
  for line in "\${(@)answer[2,-1]}"; do
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  (( $#values )) || return 1
  if [[ $#values -eq 1 && $values[1] == *[/=,] ]]; then
    compadd -S '' -a values
  else
    compadd -l -d shown -a values
  fi
}
if [ "$funcstack[1]" = _signals_trace ]; then
  _signals_trace "$@"
else
  compdef _signals_trace signals-trace
fi
`;

const LONGEST_ABOUT = 100;

/** Returns the answer to the script. */
export function zshReply(completion: Completion): string {
  if (completion === 'paths') return 'paths\n';
  const lines = completion.map(({ word, about = '' }) => {
    const text = printable(about).slice(0, LONGEST_ABOUT);
    return text === '' ? word : `${word}\t${text}`;
  });
  return ['words', ...lines, ''].join('\n');
}
