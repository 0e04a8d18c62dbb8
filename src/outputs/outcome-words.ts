/** The words of the column OUTCOME, as help, the man page and README explain them. */
export const OUTCOME_MEANINGS: Readonly<Record<string, string>> = {
  handled:
    'a handler ran, so long after the signal; `exit 0 after 2.6s` is how the process ended then',
  died: 'the process ended by it; `TERM+3.0s`: so long after a TERM that did not end it; `caught`: it had handled the signal, and then sent it to itself',
  core: 'the same, with a core dump',
  'dumping core': 'the process is writing it; `core cut short`: another signal ended it first',
  stopped: 'the process has stopped; only CONT or KILL go on',
  continued: 'a stopped process runs again',
  discarded: 'it was taken, and its default is to do nothing',
  taken:
    'it has left the queue and no handler ran: by sigwait, a signalfd, or (`taken: tracer`) its tracer',
  ignored:
    'the kernel dropped it: SIG_IGN, its default, the first process of a pid namespace (init), or a process that was dying',
  merged: 'the same signal was pending already, and the kernel keeps one',
  pending: 'nothing has taken it within 0.2 s: it is blocked, or the process is stopped',
  '×380':
    'so many rows of the same programs, signal, origin and outcome within a second, in one; TERM and KILL, and what ends a process, are shown at once; `×380 more`: so many came besides, and were only counted',
};
