import { int32, integer, pid, processKey, uint32, type ValuesOf } from '../field.js';
import { Line } from '../line.js';

export const DELIVERY = new Line(
  'd',
  'delivery',
  'a process takes a signal; it was the target of a traced one',
  {
    /** 9 for every signal that ends all threads, whichever it is. */
    signo: integer('%d', 1, 64, {
      value: 'args->sig',
      meaning: '9 for any signal that ends the process',
    }),
    siCode: int32('%d', { value: 'args->code' }),
    /** 0 the default action, 1 SIG_IGN, 2 a handler ran. */
    handler: integer('%lu', 0, 2, {
      value: '$handler',
      meaning: '0 default action, 1 SIG_IGN, 2 a handler runs',
    }),
    /** signal_struct.flags. */
    flags: uint32('%d', { value: '$task->signal->flags', meaning: 'signal_struct.flags' }),
    tid: pid(1, { value: '$task->pid' }),
    pid: pid(1, { value: '$from' }),
    processKey: processKey({ value: '$who' }),
  },
  true,
);

export type DeliveryFacts = ValuesOf<typeof DELIVERY.fields>;
