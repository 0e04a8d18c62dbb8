import { fragment } from './fragments.js';
import type { Variant } from './steps.js';

/** How a probe begins, and how it spells what it knows of a signal before anything is worked out. */
export interface Head {
  /** The attach point. */
  readonly attach: string;
  /** Number of the signal. */
  readonly signo: string;
  /** The target's thread name. */
  readonly comm: string;
  readonly errno: string;
  /** 1 for a signal to the process, 0 for one to the thread. */
  readonly group: string;
  readonly result: string;
  /** Frames of a stack, with those that the probe itself adds. */
  readonly frames: number;
}

const FRAMES = 10;
const COMPLETE_SIGNAL = { comm: '$target->comm', errno: '$errno', result: '$result' } as const;

export const HEADS: Readonly<Record<Exclude<Variant, 'core'>, Head>> = {
  full: {
    attach: 'tracepoint:signal:signal_generate',
    signo: 'args->sig',
    comm: 'args->comm',
    errno: 'args->errno',
    group: 'args->group',
    result: 'args->result',
    frames: FRAMES,
  },
  rawtracepoint: {
    attach: 'rawtracepoint:signal_generate',
    signo: '(int32)arg0',
    comm: '$target->comm',
    errno: '$errno',
    group: '(int32)arg3',
    result: '(int32)arg4',
    frames: FRAMES + 4,
  },
  fentry: {
    ...COMPLETE_SIGNAL,
    // bpftrace before 0.20 knows no other name for it, and later ones know this one too.
    attach: 'kfunc:complete_signal',
    signo: 'args->sig',
    group: '((int32)args->type != 0 ? 1 : 0)',
    frames: FRAMES + 3,
  },
  kprobe: {
    ...COMPLETE_SIGNAL,
    attach: 'kprobe:complete_signal',
    signo: '(int32)arg0',
    group: '((int32)arg2 != 0 ? 1 : 0)',
    frames: FRAMES + 1,
  },
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
