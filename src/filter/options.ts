import { attempts } from './attempts.js';
import { code } from './code.js';
import { container } from './container.js';
import { from } from './from.js';
import { fromContainer } from './from-container.js';
import { fromSlice } from './from-slice.js';
import { fromUnit } from './from-unit.js';
import { fromUser } from './from-user.js';
import { noise } from './noise.js';
import type { ListedOption } from './option.js';
import { origin } from './origin.js';
import { pod } from './pod.js';
import { result } from './result.js';
import { signal } from './signal.js';
import { slice } from './slice.js';
import { target } from './target.js';
import { to } from './to.js';
import { toUser } from './to-user.js';
import { under } from './under.js';
import { unit } from './unit.js';
import { user } from './user.js';
import { withSelf } from './with-self.js';

/** Every option of the filter, in the order in which help and README show them. */
export const FILTER_OPTIONS = [
  signal,
  from,
  to,
  target,
  under,
  unit,
  container,
  pod,
  slice,
  fromUnit,
  fromContainer,
  fromSlice,
  user,
  fromUser,
  toUser,
  origin,
  code,
  result,
  noise,
  withSelf,
] as const;

/** Every option that selects what is traced, as help and README list them. */
export const LISTED_OPTIONS: readonly ListedOption[] = [...FILTER_OPTIONS, attempts];
