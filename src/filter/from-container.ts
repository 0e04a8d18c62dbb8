import { CONTAINER } from './container.js';
import type { FilterOption } from './option.js';
import { placeOption } from './place.js';

export interface FromContainerFilter {
  /** Ids of the sender's container, or their first digits. */
  readonly fromContainers: readonly string[];
}

export const fromContainer: FilterOption<FromContainerFilter> = placeOption(
  CONTAINER,
  'sender',
  'fromContainers',
  {
    name: 'from-container',
    value: 'IDS',
    help: "Sender's container: its id, or the first digits of it",
  },
);
