import { isInUnit, placeOf } from '../host/cgroup.js';
import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** A unit has the name of a folder. */
const UNIT_NAME = /^[^/\0]{1,255}$/;

export const UNIT: PlaceKind = {
  word: 'unit',
  check(name, value) {
    checkForm(
      value,
      UNIT_NAME,
      `${name} ${shown(value)}: no unit is called that`,
      'give its name, as systemctl shows it: nginx.service, or nginx',
    );
  },
  isIn: (path, asked) => isInUnit(placeOf(path), asked),
  // People leave out .service.
  names: (path) => [(placeOf(path).unit ?? '').replace(/\.service$/, '')],
};

export interface UnitFilter {
  /** Units of the target, with or without `.service`. */
  readonly toUnits: readonly string[];
}

export const unit: FilterOption<UnitFilter> = placeOption(UNIT, 'target', 'toUnits', {
  name: 'unit',
  alias: 'u',
  value: 'UNITS',
  others: ['service', 'systemd', 'systemd-unit'],
  help: "Target's systemd unit: nginx.service, or nginx",
});
