import { isInContainer, placeOf } from '../host/cgroup.js';
import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** A container's id, or its first digits. */
const CONTAINER_ID = /^[0-9a-f]{1,64}$/i;

export const CONTAINER: PlaceKind = {
  word: 'container',
  check(name, value) {
    checkForm(
      value,
      CONTAINER_ID,
      `${name} ${shown(value)} is no container id: the kernel knows no names of containers`,
      'docker ps, or podman ps, shows the id; its first digits will do',
    );
  },
  isIn: (path, asked) => isInContainer(placeOf(path), asked),
};

export interface ContainerFilter {
  /** Ids of the target's container, or their first digits. */
  readonly toContainers: readonly string[];
}

export const container: FilterOption<ContainerFilter> = placeOption(
  CONTAINER,
  'target',
  'toContainers',
  {
    name: 'container',
    value: 'IDS',
    help: "Target's container: its id, or the first digits of it",
    others: ['docker', 'podman', 'container-id'],
  },
);
