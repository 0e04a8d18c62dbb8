import t from 'tap';

import {
  type Confinement,
  fixForReading,
  fixForRights,
  isContainer,
  missingToLoad,
} from '../../src/bpftrace/container.js';

const USUAL: Confinement = {
  kernel: '6.1.0-42-amd64',
  container: '/.dockerenv',
  pidNamespace: 4026532000,
  root: true,
  capabilities: [],
  memlock: '8388608',
  label: undefined,
  mayLoadPrograms: false,
  initialUserNamespace: true,
  seccomp: true,
};

void t.test('it is known by a mark, or by pids of its own', (t) => {
  t.ok(isContainer(USUAL));
  t.ok(isContainer({ ...USUAL, pidNamespace: undefined }), 'with --pid=host');
  t.ok(isContainer({ ...USUAL, container: undefined }), 'of a runtime that leaves no mark');
  t.notOk(isContainer({ container: undefined, pidNamespace: undefined }));
  t.end();
});

const DOCKER_DEFAULT = 'docker-default (enforce)';
const CONTAINER_T = 'system_u:system_r:container_t:s0:c379,c923';
const START = 'start the container with';
const SECCOMP = '--security-opt seccomp=unconfined';
const CASES: Record<string, [lacks: Partial<Confinement>, fix: string]> = {
  'the usual one': [{}, `${START} --cap-add=BPF --cap-add=PERFMON ${SECCOMP} or --privileged`],
  'no filter': [{ seccomp: false }, `${START} --cap-add=BPF --cap-add=PERFMON or --privileged`],
  'CAP_PERFMON alone is there': [
    { capabilities: ['PERFMON'] },
    `${START} --cap-add=BPF ${SECCOMP} or --privileged`,
  ],
  'the filter alone is in the way': [
    { capabilities: ['BPF', 'PERFMON'], mayLoadPrograms: true },
    `${START} ${SECCOMP} or --privileged`,
  ],
  'profiles let CAP_SYS_ADMIN through': [
    { capabilities: ['SYS_ADMIN'], mayLoadPrograms: true },
    `${START} --privileged`,
  ],
  'little memory may be locked, on an old kernel': [
    { kernel: '5.10.0-32-amd64', seccomp: false },
    `${START} --cap-add=BPF --cap-add=PERFMON --ulimit memlock=-1 or --privileged`,
  ],
  'SELinux may deny bpf(2)': [
    { label: CONTAINER_T, seccomp: false },
    `${START} --cap-add=BPF --cap-add=PERFMON --security-opt label=disable or --privileged`,
  ],
  'AppArmor does not': [
    { label: DOCKER_DEFAULT, seccomp: false },
    `${START} --cap-add=BPF --cap-add=PERFMON or --privileged`,
  ],
  'another user': [{ root: false }, `run it as root: ${START} --user=0`],
  rootless: [
    { initialUserNamespace: false },
    'run it as root of the host, or in a container that root has started',
  ],
};

for (const [what, [lacks, fix]] of Object.entries(CASES)) {
  void t.test(`what gives rights: ${what}`, (t) => {
    t.equal(fixForRights({ ...USUAL, ...lacks }), fix);
    t.end();
  });
}

const UNREAD: Record<string, [is: Partial<Confinement>, fix: RegExp]> = {
  'an AppArmor profile': [{ label: DOCKER_DEFAULT }, / --security-opt apparmor=unconfined$/],
  'an AppArmor profile that is not enforced': [
    { label: 'docker-default (complain)' },
    / --privileged$/,
  ],
  'an SELinux type': [{ label: CONTAINER_T }, / --security-opt label=disable$/],
  'an SELinux type that may do anything': [
    { label: 'system_u:system_r:spc_t:s0' },
    / --privileged$/,
  ],
  'nothing that says so': [{}, / --privileged$/],
  'a user namespace': [{ label: DOCKER_DEFAULT, initialUserNamespace: false }, /root of the host/],
  'a profile outside of containers': [
    { label: 'agent (enforce)', container: undefined, pidNamespace: undefined },
    /^run it outside .* ps -Z /,
  ],
};

for (const [what, [is, fix]] of Object.entries(UNREAD)) {
  void t.test(`what lets /proc be read that is hidden by ${what}`, (t) => {
    t.match(fixForReading({ ...USUAL, ...is }), fix);
    t.end();
  });
}

void t.test('CAP_SYS_ADMIN has both others in it', (t) => {
  t.strictSame(missingToLoad(USUAL), ['BPF', 'PERFMON']);
  t.strictSame(missingToLoad({ ...USUAL, capabilities: ['BPF'] }), ['PERFMON']);
  const admin = { capabilities: ['SYS_ADMIN'], mayLoadPrograms: true };
  t.strictSame(missingToLoad({ ...USUAL, ...admin }), []);
  t.end();
});
