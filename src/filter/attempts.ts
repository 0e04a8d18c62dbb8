import type { ListedOption } from './option.js';

/** It adds records instead of leaving signals out, but stands with the options that choose. */
export const attempts: ListedOption = {
  flags: [
    {
      name: 'attempts',
      takes: 'switch',
      help: 'Calls that failed, too (ESRCH, EPERM); slows all system calls a little',
    },
  ],
};
