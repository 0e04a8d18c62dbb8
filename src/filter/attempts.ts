import type { ListedOption } from './option.js';

/** This option adds records; help shows it with the filters, which choose them too. */
export const attempts: ListedOption = {
  flags: [
    {
      name: 'attempts',
      takes: 'switch',
      help: 'Also report calls that fail (ESRCH, EPERM); slows all system calls a little',
      others: ['failed', 'errors', 'failed-only', 'eperm'],
    },
  ],
};
