/** Words of these characters need no quotes, except where zsh expands an `=`: `=ls`, `a==ls`, `a:=ls`. */
const BARE = /^(?!=|$)[\w@%+,./-]*(?:[:=](?!=)[\w@%+,./-]*)*$/;
/** Bare words that bash, zsh or dash would not run as a program: assignments, jobs, reserved words. */
const NO_PROGRAM =
  /^(?:\w+\+?=.*|%.*|case|coproc|do|done|elif|else|end|esac|fi|for|foreach|function|if|in|nocorrect|repeat|select|then|time|until|while)$/;

/** Joins arguments into one command line, quoted so that bash, zsh and dash read the same arguments. */
export function shellLine(args: readonly string[]): string {
  return args
    .map((arg, i) => (i === 0 && NO_PROGRAM.test(arg) ? quoted(arg) : shellWord(arg)))
    .join(' ');
}

/** Quotes an argument if a shell would read it as anything but itself. */
export function shellWord(arg: string): string {
  return BARE.test(arg) ? arg : quoted(arg);
}

/** Puts text in quotes. A line that begins with `^` edits bash's history even within quotes, as does no other character. */
export function quoted(arg: string): string {
  return `'${arg.replaceAll(/'|(?<=\n)\^/g, String.raw`'\$&'`)}'`;
}
