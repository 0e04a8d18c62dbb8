import { isInPod, placeOf } from '../host/cgroup.js';
import { shown } from './checks.js';
import type { FilterOption } from './option.js';
import { checkForm, type PlaceKind, placeOption } from './place.js';

/** A pod's uid as Kubernetes or a cgroup writes it, or a static pod's. */
const POD_UID = /^[0-9a-f]{8}(?:([-_]?)[0-9a-f]{4}){3}\1[0-9a-f]{12}$/i;

export const POD: PlaceKind = {
  word: 'pod',
  check(name, value) {
    checkForm(
      value,
      POD_UID,
      `${name} ${shown(value)} is no pod uid: the kernel knows no names of pods`,
      "kubectl get pod NAME -o jsonpath='{.metadata.uid}' prints it",
    );
  },
  isIn: (path, asked) => isInPod(placeOf(path), asked),
};

export interface PodFilter {
  /** Uids of the target's Kubernetes pod. */
  readonly toPods: readonly string[];
}

export const pod: FilterOption<PodFilter> = placeOption(POD, 'target', 'toPods', {
  name: 'pod',
  value: 'UIDS',
  others: ['k8s', 'kubernetes', 'pod-uid'],
  help: "Target's Kubernetes pod: its uid",
});
