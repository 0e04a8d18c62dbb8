import { type Filter, OPTIONS, TRACE_ALL } from '../../src/filter/filter.js';
import type { FilterOption } from '../../src/filter/option.js';
import { termsOf } from '../../src/filter/terms.js';
import type { Variant } from '../../src/filter/variant.js';
import type { SignalView } from '../../src/filter/view.js';

export const VARIANTS: readonly Variant[] = ['full', 'rawtracepoint', 'fentry', 'kprobe', 'core'];

/** TERM by kill from bash[500] of user 1000 in cron to nginx[882] of user 33. */
export const SIGNAL: SignalView = {
  signo: 15,
  si_code: 0,
  result: 'delivered',
  origin: 'kill',
  sentByCurrent: true,
  sentByCode: true,
  current: { pid: 500, comm: 'bash', uid: 1000, cgroup: '/system.slice/cron.service' },
  sender: { pid: 500, comm: 'bash', uid: 1000, cgroup: '/system.slice/cron.service' },
  target: { pid: 882, comm: 'nginx', uid: 33, cgroup: '/system.slice/nginx.service' },
};

/** What the option makes of its flags, as far as a user notices. */
export async function optionOf<Part>(option: FilterOption<Part>, flags: Record<string, unknown>) {
  const part = await option.parse(flags, { hideNoise: false });
  return {
    part,
    /** The clause of each kind of program; undefined where it cannot express the option. */
    clauses: Object.fromEntries(
      VARIANTS.map((variant) => [variant, option.kernel?.(part, termsOf(variant))]),
    ),
    match: (other: Partial<SignalView> = {}) =>
      option.match?.(part, undefined)({ ...SIGNAL, ...other }),
  };
}

/** Whether the option is one of the filter's, which then shows up in help, README and check. */
export function isListed(option: unknown): boolean {
  return (OPTIONS as readonly unknown[]).includes(option);
}

export function filterWith(other: Partial<Filter>): Filter {
  return { ...TRACE_ALL, ...other };
}
