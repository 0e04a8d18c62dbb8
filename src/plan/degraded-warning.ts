import type { Warning } from '../wire/events.js';

/** The warning at the start if a richer program was refused, with the reason. */
export function degradedWarning(
  probe: string,
  { message, hint }: { readonly message: string; readonly hint: string },
): Warning {
  return {
    kind: 'complaint',
    code: 'less_is_told',
    message: `This trace (by ${probe}) reports less than a richer program would; "absent" in the record ready and "skipped" in the record end show what is missing. The richer program was refused: ${message}`,
    hint,
  };
}
