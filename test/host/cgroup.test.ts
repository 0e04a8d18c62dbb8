import t from 'tap';

import { isInContainer, isInPod, isInUnit, pathOf, placeOf } from '../../src/host/cgroup.js';

const ID = '0123456789abcdef'.repeat(4);
const UID = '12345678-1234-1234-1234-123456789abc';

void t.test('slices and units', (t) => {
  t.strictSame(placeOf('/system.slice/nginx.service'), {
    slice: 'system.slice',
    unit: 'nginx.service',
  });
  const slice = 'user-0.slice';
  t.strictSame(placeOf('/user.slice/user-0.slice/user@0.service/app.slice/a.scope'), {
    slice,
    unit: 'a.scope',
  });
  t.strictSame(placeOf('/user.slice/user-0.slice/user@0.service/x'), {
    slice,
    unit: 'user@0.service',
  });
  t.strictSame(placeOf('/user.slice/_cpu.slice'), { slice: 'cpu.slice' });
  t.strictSame(placeOf('/'), {});
  t.ok(isInUnit({ unit: 'nginx.service' }, 'nginx'));
  t.notOk(isInUnit({ unit: 'nginx.socket' }, 'nginx'));
  t.end();
});

void t.test('containers and pods', (t) => {
  t.strictSame(placeOf(`/docker/${ID}`), { container: ID });
  t.match(placeOf(`/machine.slice/libpod-${ID}.scope`), { container: ID });
  t.notHas(placeOf(`/libpod-conmon-${ID}.scope`), { container: ID }, 'a monitor');
  t.match(placeOf(`/kubepods-pod${UID.replaceAll('-', '_')}.slice/cri-containerd-${ID}.scope`), {
    pod: UID,
    container: ID,
  });
  t.ok(isInContainer({ container: ID }, '0123'));
  t.notOk(isInContainer({}, '0123'));
  t.ok(isInPod({ pod: UID }, UID.toUpperCase().replaceAll('-', '_')));
  t.notOk(isInPod({}, UID));
  t.end();
});

void t.test('the most telling path of all hierarchies', (t) => {
  t.equal(pathOf('1:name=systemd:/b\n0::/a\n'), '/a');
  t.equal(pathOf('4:memory:/m\n1:name=systemd:/b\n0::/\n'), '/b');
  t.equal(pathOf('4:cpu,memory:/m\n0::/\n'), '/m');
  t.equal(pathOf('0::/gone (deleted)\n'), '/gone');
  t.equal(pathOf('0::/\n'), '/');
  t.equal(pathOf(''), undefined);
  t.end();
});
