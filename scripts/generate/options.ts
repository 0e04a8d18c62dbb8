import type { Flag, ListedOption } from '../../src/filter/option.js';
import { LISTED_OPTIONS } from '../../src/filter/options.js';

/** A row for each option that chooses what is traced. */
export function options(): string {
  const rows = LISTED_OPTIONS.filter(({ flags }) => flags.length > 0).map(row);
  return ['| option | says |', '|---|---|', ...rows].join('\n');
}

function row({ flags, more }: ListedOption): string {
  const help = flags.map((flag) => flag.help).join('; ');
  const says = more === undefined ? help : `${help}. ${more}`;
  return `| ${flags.map(named).join(', ')} | ${says.replaceAll('|', '\\|')} |`;
}

function named({ name, alias }: Flag): string {
  return alias === undefined ? `\`--${name}\`` : `\`-${alias}\`, \`--${name}\``;
}
