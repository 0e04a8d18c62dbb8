import type { BriefRun } from './brief-run.js';
import { startFailure } from './obstacle.js';
import { blockedOnPath, onPath } from './on-path.js';

/** Why sudo does not run a command for this user. */
export interface SudoRefusal {
  /** A clause: "sudo is not installed". */
  readonly why: string;
  readonly fix: string;
  /** It would run the command if it had a terminal to ask at. */
  readonly needsTerminal?: true;
}

const BECOME_ROOT = 'become root by other means, then run it again: su -';

/** Words of sudo and sudo-rs, and what they mean. The first match counts. */
export const SUDO_REFUSALS: readonly (SudoRefusal & { readonly words: RegExp })[] = [
  {
    words: /no new privileges/i,
    why: 'sudo may not become root here: the "no new privileges" flag is set',
    fix: 'run it outside of the sandbox that sets the flag, or start that as root (a unit sets it by NoNewPrivileges=, a container by --security-opt no-new-privileges)',
  },
  {
    words: /incorrect (?:password|authentication)|incorrect password attempt/i,
    why: 'sudo did not accept the password',
    fix: `run it again with this user's own password, or ${BECOME_ROOT}`,
  },
  {
    words: /(?:password|authentication|terminal) is required|no tty present|must have a tty/i,
    why: 'sudo asks for a password, without a terminal to ask at',
    fix: 'run it in a terminal, where sudo can ask, or as root',
    needsTerminal: true,
  },
  {
    words: /not in the sudoers|not allowed to (?:execute|run)|may not run sudo|afraid I can't/i,
    why: 'sudo does not let this user run bpftrace as root',
    fix: BECOME_ROOT,
  },
  {
    words: /in the passwd database|unknown uid/i,
    why: 'sudo does not know this user, who is not in /etc/passwd',
    fix: 'run it as a user who is in /etc/passwd, or as root',
  },
  {
    words: /setuid|effective uid is not 0|nosuid/i,
    why: 'sudo cannot become root: it is not setuid root, or its file system is mounted nosuid',
    fix: BECOME_ROOT,
  },
  {
    words:
      /sudoers[^\n]*(?:owned by|writable|unable|error)|(?:parse|syntax) error|no valid sudoers/i,
    why: 'sudo cannot use its settings, /etc/sudoers',
    fix: 'as root, see what is wrong with them: visudo -c',
  },
  {
    words: /account|PAM /,
    why: 'sudo does not accept the account of this user: it may be locked or expired',
    fix: BECOME_ROOT,
  },
];

/** Why sudo's run of a command failed. */
export function refusalOf(
  sudo: string,
  { end, stderr }: BriefRun,
  patienceMs: number,
): SudoRefusal {
  if (end.kind === 'not started') return notStarted(sudo, end.code);
  if (end.kind === 'too late') {
    return {
      why: `sudo does not answer: it did not end within ${patienceMs / 1000} s`,
      fix: 'see what it waits for: sudo env true',
    };
  }
  const known = SUDO_REFUSALS.find(({ words }) => words.test(stderr));
  if (known !== undefined) {
    const { why, fix, needsTerminal } = known;
    return { why, fix, ...(needsTerminal === true ? { needsTerminal } : {}) };
  }
  const [said] = stderr
    .split('\n')
    .filter((line) => line !== '' && !line.includes('unable to resolve host'));
  const how = end.kind === 'died' ? `was ended by ${end.signal}` : 'failed, and said nothing';
  return {
    why: `sudo does not work: it ${said === undefined ? how : `said: ${said}`}`,
    fix: 'see what is wrong: sudo env true',
  };
}

/** Why there is no sudo to run; undefined if there is one. */
export function absentSudo(): SudoRefusal | undefined {
  if (onPath('sudo') !== undefined) return undefined;
  const file = blockedOnPath('sudo');
  return file === undefined
    ? { why: 'sudo is not installed', fix: BECOME_ROOT }
    : notStarted(file, undefined);
}

function notStarted(file: string, code: string | undefined): SudoRefusal {
  return {
    why: `sudo cannot be executed: ${file} ${startFailure(file, code)}`,
    fix: BECOME_ROOT,
  };
}
