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
    return slicesOf(path).includes(slice);
  },
  names: (path) => slicesOf(path).map((slice) => slice.replace(/\.slice$/, '')),
};

/** Returns the slices that hold a cgroup, the outermost first: user.slice holds user-1000.slice. */
function slicesOf(path: string): string[] {
  return path.startsWith('/') ? [ROOT, ...namedSlicesOf(path)] : [];
}

/** Returns the same without the root. */
export function namedSlicesOf(path: string): string[] {
  // systemd puts an underscore before a name that looks like one of the kernel's files.
  const names = path.split('/').map((name) => name.replace(/^_/, ''));
  return names.filter((name) => name.endsWith('.slice'));
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
