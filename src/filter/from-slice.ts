import type { FilterOption } from './option.js';
import { placeOption } from './place.js';
import { SLICE } from './slice.js';

export interface FromSliceFilter {
  /** systemd slices that hold the sender at any depth, with or without `.slice`. */
  readonly fromSlices: readonly string[];
}

export const fromSlice: FilterOption<FromSliceFilter> = placeOption(SLICE, 'sender', 'fromSlices', {
  name: 'from-slice',
  value: 'SLICES',
  help: "Sender's systemd slice",
});
