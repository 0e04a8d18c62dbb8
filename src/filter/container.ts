import { isInContainer, placeOf } from '../host/cgroup.js';
import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** The id of a container, or how it begins. */
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
  /** Ids of the target's container, or how they begin. */
  readonly toContainers: readonly string[];
}

export const container: FilterOption<ContainerFilter> = placeOption(
  CONTAINER,
  'target',
  'toContainers',
  { name: 'container', help: "Target's container: its id, or how that begins" },
);
