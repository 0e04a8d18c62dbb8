import { GIVEN } from '../filter/terms.js';
import { fragment } from './fragments.js';
import type { Variant } from './variants.js';

/** How a probe begins, and how it spells what it knows of a signal before anything is worked out. */
export interface Head {
  /** The attach point. */
  readonly attach: string;
  /** Number of the signal. */
  readonly signo: string;
  /** The target's thread name. */
  readonly comm: string;
  /** si_errno, of what has a siginfo. */
  readonly errno: string;
  /** 1 for a signal to the process, 0 for one to the thread. */
  readonly group: string;
  /** Index into RESULTS, unless `$code` says it (see complete_signal.bt). */
  readonly result: string;
  /** Frames of a stack, with those that the probe itself adds. */
  readonly frames: number;
}

/**
 * As many as tell the way. Further out stands what an interrupt came upon, which may be anything:
 * bpftrace before 0.21 keeps every stack that it has met, and loses those that collide with another.
 */
const FRAMES = 7;
/** bpftrace before 0.20 knows no other name for fentry than kfunc, and later ones know that one too. */
function completeSignal(
  kind: 'kfunc' | 'kprobe',
  given: (typeof GIVEN)['fentry'],
  frames: number,
): Head {
  return {
    ...given,
    attach: `${kind}:complete_signal`,
    errno: errnoIn(given.group),
    group: `(${given.group} != 0 ? 1 : 0)`,
    frames,
  };
}

/** The last that was queued for the thread, or for all of its process. */
const errnoIn = (group: string) =>
  `(${group} == 0 ? ((struct sigqueue *)$target->pending.list.prev)->info.si_errno : ((struct sigqueue *)$target->signal->shared_pending.list.prev)->info.si_errno)`;

export const HEADS: Readonly<Record<Exclude<Variant, 'core'>, Head>> = {
  full: {
    ...GIVEN.full,
    attach: 'tracepoint:signal:signal_generate',
    errno: 'args->errno',
    frames: FRAMES,
  },
  rawtracepoint: {
    ...GIVEN.rawtracepoint,
    attach: 'rawtracepoint:signal_generate',
    errno: '$errno',
    frames: FRAMES + 4,
  },
  fentry: completeSignal('kfunc', GIVEN.fentry, FRAMES + 3),
  kprobe: completeSignal('kprobe', GIVEN.kprobe, FRAMES + 1),
};

/** How a probe gets at a signal and its target. */
export function headFragment(variant: Exclude<Variant, 'core'>): string {
  switch (variant) {
    case 'full':
      return fragment('tracepoint');
    case 'rawtracepoint':
      return fragment('rawtracepoint');
    case 'fentry':
    case 'kprobe': {
      const { signo, group } = HEADS[variant];
      return fragment('complete_signal', {
        signo,
        group,
        target: variant === 'fentry' ? 'args->p' : 'arg1',
      });
    }
  }
}
