import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** A slice is a folder's name. */
const SLICE_NAME = /^[^/\0]{1,255}$/;
/** The slice that holds all others. */
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

/** The slices that a cgroup lies in, the outermost first: user.slice holds user-1000.slice. */
function slicesOf(path: string): string[] {
  if (!path.startsWith('/')) return [];
  // systemd writes an underscore before a name that the kernel might mistake for a file of its own.
  const names = path.split('/').map((name) => name.replace(/^_/, ''));
  return [ROOT, ...names.filter((name) => name.endsWith('.slice'))];
}

export interface SliceFilter {
  /** systemd slices that the target is in, however deep, with or without `.slice`. */
  readonly toSlices: readonly string[];
}

export const slice: FilterOption<SliceFilter> = placeOption(SLICE, 'target', 'toSlices', {
  name: 'slice',
  help: "Target's systemd slice: system.slice, or system",
});
