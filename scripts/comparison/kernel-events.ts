/** An event of the kernel's own trace buffer, in the order of its counter. */
export type KernelEvent = Generated | Delivered;

export interface Generated {
  readonly kind: 'generated';
  readonly order: number;
  readonly cpu: number;
  readonly currentTid: number;
  readonly signo: number;
  readonly errno: number;
  readonly siCode: number;
  /** The target, a thread. */
  readonly tid: number;
  readonly comm: string;
  readonly group: number;
  readonly result: number;
}

export interface Delivered {
  readonly kind: 'delivered';
  readonly order: number;
  readonly tid: number;
  readonly signo: number;
  readonly siCode: number;
  /** 0 the default action, 1 SIG_IGN, else a handler's address. */
  readonly handler: bigint;
}

const LINE = /^\s*.+-(\d+)\s+\[(\d+)\]\s\S+\s+(\d+): (signal_generate|signal_deliver): (.*)$/;
const GENERATED = /^sig=(\d+) errno=(-?\d+) code=(-?\d+) comm=(.*) pid=(\d+) grp=(\d) res=(\d)$/;
const DELIVERED = /^sig=(\d+) errno=-?\d+ code=(-?\d+) sa_handler=([0-9a-f]+) sa_flags=[0-9a-f]+$/;

/** Reads a line of tracefs's `trace`; undefined for one that is no signal's. */
export function kernelEvent(line: string): KernelEvent | undefined {
  const [, current, cpu, order, event, rest = ''] = LINE.exec(line) ?? [];
  const place = { order: Number(order), cpu: Number(cpu) };
  if (event === 'signal_generate') {
    const [, signo, errno, siCode, comm = '', tid, group, result] = GENERATED.exec(rest) ?? [];
    if (signo === undefined) return undefined;
    return {
      ...{ kind: 'generated', ...place, currentTid: Number(current), comm },
      ...{ signo: Number(signo), errno: Number(errno), siCode: Number(siCode) },
      ...{ tid: Number(tid), group: Number(group), result: Number(result) },
    };
  }
  const [, signo, siCode, handler] = DELIVERED.exec(rest) ?? [];
  if (event !== 'signal_deliver' || signo === undefined) return undefined;
  return {
    kind: 'delivered',
    order: place.order,
    tid: Number(current),
    signo: Number(signo),
    siCode: Number(siCode),
    handler: BigInt(`0x${handler ?? '0'}`),
  };
}
