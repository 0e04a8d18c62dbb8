import t from 'tap';

import { SIGNAL as TABLE } from '../../../src/wire/lines/signal.js';
import { type FlatSignal, kernelSignal } from '../../support/kernel-signal.js';

const SIGNAL = kernelSignal();
const whyInvalid = (signal: FlatSignal) => TABLE.whyInvalid(signal);
const UINT32 = 2 ** 32 - 1;
const PID_MAX = 2 ** 22;

/** The least and the greatest value that the kernel can give. */
const RANGES: Partial<Record<keyof FlatSignal, [number, number]>> = {
  signo: [1, 64],
  siCode: [-(2 ** 31), 2 ** 31 - 1],
  errno: [-(2 ** 31), 2 ** 31 - 1],
  group: [0, 1],
  result: [0, 4],
  targetTid: [1, PID_MAX],
  // 0 and -1: its task was not found.
  targetPid: [0, PID_MAX],
  targetUid: [-1, UINT32],
  // 0: the idle task.
  currentPid: [0, PID_MAX],
  currentTid: [0, PID_MAX],
  uid: [0, UINT32],
  gid: [0, UINT32],
  targetGid: [-1, UINT32],
  targetParent: [0, PID_MAX],
  targetNsPid: [0, PID_MAX],
  targetState: [0, UINT32],
  // From -1 down: none is proven.
  call: [-5, 2 ** 31 - 1],
  arg: [-(2 ** 31), Number.MAX_SAFE_INTEGER],
};

for (const [field, [least, greatest]] of Object.entries(RANGES)) {
  void t.test(field, (t) => {
    for (const value of [least, greatest])
      t.equal(whyInvalid({ ...SIGNAL, [field]: value }), undefined, `${value}`);
    for (const value of [least - 1, greatest + 1, least + 0.5, NaN, Infinity])
      t.match(whyInvalid({ ...SIGNAL, [field]: value }), `signal/${field}`, `${value}`);
    t.end();
  });
}

void t.test('ids of cgroups are any 64-bit number, as text', (t) => {
  for (const field of ['cgroupId', 'targetCgroupId'] as const) {
    for (const id of ['0', '9007199254740993', '18446744073709551615'])
      t.equal(whyInvalid({ ...SIGNAL, [field]: id }), undefined, id);
    for (const id of ['', '-1', '1.5', '0x1', '1 ', '184467440737095516150'])
      t.match(whyInvalid({ ...SIGNAL, [field]: id }), `signal/${field}`, JSON.stringify(id));
  }
  t.end();
});

void t.test('who is up to 64 bits in hexadecimal, or nothing', (t) => {
  for (const who of ['', '1', 'ffffffffffffffff'])
    t.equal(whyInvalid({ ...SIGNAL, processKey: who }), undefined, who);
  for (const who of ['x', '-1', 'FF', '10000000000000000'])
    t.match(whyInvalid({ ...SIGNAL, processKey: who }), 'signal/processKey', who);
  t.end();
});

void t.test('comms are any text', (t) => {
  for (const currentComm of ['', '\0', '\ufffd', 'a\nb'])
    t.equal(whyInvalid({ ...SIGNAL, currentComm }), undefined, JSON.stringify(currentComm));
  t.end();
});
