import { CONTAINER_ID, POD_UID, UNIT_NAME } from '../filter/filter.js';
import { split } from './lists.js';
import { quote } from './quote.js';
import { usage } from './usage.js';

/** Names of systemd units. */
export function parseUnits(flag: string, lists: readonly string[]): string[] {
  return named(flag, lists, (unit) => {
    if (UNIT_NAME.test(unit)) return;
    throw usage(
      `${flag} ${quote(unit)}: no unit is called that`,
      'give its name, as systemctl shows it: nginx.service, or nginx',
    );
  });
}

/** Ids of containers, or how they begin. */
export function parseContainers(flag: string, lists: readonly string[]): string[] {
  return named(flag, lists, (id) => {
    if (CONTAINER_ID.test(id)) return;
    throw usage(
      `${flag} ${quote(id)} is no container id: the kernel knows no names of containers`,
      'docker ps, or podman ps, shows the id; its first digits will do',
    );
  });
}

/** Uids of Kubernetes pods. */
export function parsePods(flag: string, lists: readonly string[]): string[] {
  return named(flag, lists, (uid) => {
    if (POD_UID.test(uid)) return;
    throw usage(
      `${flag} ${quote(uid)} is no pod uid: the kernel knows no names of pods`,
      "kubectl get pod NAME -o jsonpath='{.metadata.uid}' tells it",
    );
  });
}

function named(flag: string, lists: readonly string[], check: (word: string) => void): string[] {
  const words = lists.flatMap((list) => split(flag, list));
  words.forEach(check);
  return [...new Set(words)];
}
