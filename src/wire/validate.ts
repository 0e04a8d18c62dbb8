import { Ajv, type JSONSchemaType } from 'ajv';

import type { SignalFacts } from './events.js';

const UINT32 = { type: 'integer', minimum: 0, maximum: 0xffffffff } as const;
const INT32 = { type: 'integer', minimum: -0x80000000, maximum: 0x7fffffff } as const;
/** PID_MAX_LIMIT of a 64-bit kernel. */
const PID = { type: 'integer', minimum: 0, maximum: 4_194_304 } as const;

/** What some probes can't learn. */
type Unknowable = 'siCode' | 'errno' | 'result';

/** What the kernel can have said; clocks are bigints, and the stack any names. */
type Checked = Omit<SignalFacts, 'stack' | 'targetStartTimeNs' | Unknowable> & {
  readonly [K in Unknowable]?: number;
};
const SCHEMA: JSONSchemaType<Checked> = {
  type: 'object',
  properties: {
    signo: { type: 'integer', minimum: 1, maximum: 64 },
    siCode: { ...INT32, nullable: true },
    errno: { ...INT32, nullable: true },
    group: { type: 'integer', minimum: 0, maximum: 1 },
    result: { type: 'integer', minimum: 0, maximum: 4, nullable: true },
    targetTid: { ...PID, minimum: 1 },
    targetPid: PID,
    targetUid: { type: 'integer', minimum: -1, maximum: 0xffffffff },
    currentPid: PID,
    currentTid: PID,
    uid: UINT32,
    gid: UINT32,
    cgroupId: { type: 'string', pattern: '^\\d{1,20}$' },
    currentComm: { type: 'string' },
    targetComm: { type: 'string' },
    targetGid: { type: 'integer', minimum: -1, maximum: 0xffffffff },
    targetParent: PID,
    targetNsPid: PID,
    targetState: UINT32,
    targetCgroupId: { type: 'string', pattern: '^\\d{1,20}$' },
    targetArgStart: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    call: { type: 'integer', minimum: -1, maximum: 0x7fffffff },
    arg: INT32,
    processKey: { type: 'string', pattern: '^[0-9a-f]{0,16}$' },
  },
  required: [
    'signo',
    'group',
    'targetTid',
    'targetPid',
    'targetUid',
    'currentPid',
    'currentTid',
    'uid',
    'gid',
    'cgroupId',
    'currentComm',
    'targetComm',
    'targetGid',
    'targetParent',
    'targetNsPid',
    'targetState',
    'targetCgroupId',
    'targetArgStart',
    'call',
    'arg',
    'processKey',
  ],
};

const ajv = new Ajv();
const validate = ajv.compile(SCHEMA);

/** Says what cannot be true of a decoded signal, or undefined where all of it can. */
export function whyInvalid(signal: SignalFacts): string | undefined {
  return validate(signal) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'signal' });
}
