import type { FilterOption } from './option.js';
import { placeOption } from './place.js';
import { UNIT } from './unit.js';

export interface FromUnitFilter {
  /** systemd units of the sender, with or without `.service`. */
  readonly fromUnits: readonly string[];
}

export const fromUnit: FilterOption<FromUnitFilter> = placeOption(UNIT, 'sender', 'fromUnits', {
  name: 'from-unit',
  value: 'UNITS',
  help: "Sender's systemd unit",
});
