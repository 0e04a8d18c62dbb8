import { slicesOf } from '../host/cgroup.js';
import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** A slice has the name of a folder. */
const SLICE_NAME = /^[^/\0]{1,255}$/;
/** Slice that holds all others. */
const ROOT = '-.slice';

export const SLICE: PlaceKind = {
  word: 'slice',
  check(name, value) {
    checkForm(
      value,
      SLICE_NAME,
      `${name} ${shown(value)}: no slice is called that`,
      'give its name, as systemd-cgls shows it: system.slice, or system',
    );
  },
  isIn(path, asked) {
    const slice = asked.endsWith('.slice') ? asked : `${asked}.slice`;
    return allSlicesOf(path).includes(slice);
  },
  names: (path) => allSlicesOf(path).map((slice) => slice.replace(/\.slice$/, '')),
};

/** Returns the root and all slices that hold a cgroup. */
function allSlicesOf(path: string): string[] {
  return path.startsWith('/') ? [ROOT, ...slicesOf(path)] : [];
}

export interface SliceFilter {
  /** systemd slices that hold the target at any depth, with or without `.slice`. */
  readonly toSlices: readonly string[];
}

export const slice: FilterOption<SliceFilter> = placeOption(SLICE, 'target', 'toSlices', {
  name: 'slice',
  value: 'SLICES',
  others: ['cgroup'],
  help: "Target's systemd slice: system.slice, or system",
});
